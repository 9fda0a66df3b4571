// The contract's own rules, tried in the form before anything is sent.
import * as z from 'zod/mini';
import type { FieldErrors } from './use-form.ts';

/** What a schema finds wrong, by the first part of the field's path; the first message of each. */
export function checkBody(schema: z.core.$ZodType, body: unknown): FieldErrors {
  const parsed = z.safeParse(schema, body);
  const errors: Record<string, string> = {};
  for (const { path, message } of parsed.error?.issues ?? []) errors[String(path[0] ?? '')] ??= message;
  return errors;
}
