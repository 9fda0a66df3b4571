// Checking of what came in against the contract, with the names of the fields that are not right.
import * as z from 'zod';
import type { Schema } from '../../contract/endpoint.ts';
import { ProblemError } from '../domain/access/problem-error.ts';

z.config(z.locales.en());

type Issue = z.core.$ZodIssue;

function fieldErrors(issue: Issue): { field: string; message: string }[] {
  if (issue.code !== 'unrecognized_keys') return [{ field: issue.path.join('.'), message: issue.message }];
  return issue.keys.map((key) => ({
    field: [...issue.path, key.slice(0, 100)].join('.'),
    message: 'Unknown field.',
  }));
}

/** Parses a part of a request. @throws ProblemError `validation_failed` that names each field that is not right */
export function validate<S extends Schema>(schema: S, value: unknown): z.output<S> {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap(fieldErrors).slice(0, 20);
  const [first] = errors;
  const detail = errors.length === 1 && first ? first.message : 'Correct the marked fields and try again.';
  throw new ProblemError('validation_failed', detail, { errors });
}
