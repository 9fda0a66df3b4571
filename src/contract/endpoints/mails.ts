// The endpoints of mails that could not be delivered.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import { idSchema, instantSchema } from '../fields.ts';
import { isMailKind } from '../mail-kinds.ts';

export const undeliveredMailSchema = z.object({
  id: idSchema,
  kind: z.string().check(z.refine(isMailKind)),
  recipient: z.string(),
  /** Whom it concerns. */
  user: z.object({ id: idSchema, name: z.string() }),
  /** What happened, for a person. */
  failure: z.string(),
  /** Floorkey still tries by itself. */
  trying: z.boolean(),
  /** Whether it can be sent again; else what it stood for is over, and only a new one helps. */
  canRetry: z.boolean(),
  createdAt: instantSchema,
});
export type UndeliveredMail = z.infer<typeof undeliveredMailSchema>;

export const listUndeliveredMails = defineEndpoint({
  operation: 'listUndeliveredMails',
  method: 'GET',
  path: '/api/mails/undelivered',
  summary: 'Emails that could not be delivered, newest first; at most 200',
  access: { who: 'session', permission: 'users:manage' },
  output: z.object({ mails: z.array(undeliveredMailSchema), total: z.int() }),
  problems: [],
});

export const retryMail = defineEndpoint({
  operation: 'retryMail',
  method: 'POST',
  path: '/api/mails/{mailId}/retry',
  summary: 'Send an undelivered email again',
  access: { who: 'session', permission: 'users:manage' },
  params: z.strictObject({ mailId: idSchema }),
  output: null,
  limits: [{ by: 'user', points: 300, seconds: 3600 }],
  problems: ['link_invalid', 'link_expired'],
});
