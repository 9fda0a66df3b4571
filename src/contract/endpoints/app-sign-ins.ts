// The endpoints of a sign-in to an app that is on its way: going on with it, and giving it up.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';
import { idSchema } from '../tablet-fields.ts';

const params = z.strictObject({
  /** As the provider named it. */
  signInId: z.string().check(z.regex(/^[\w-]{16,64}$/, { error: 'This is not a sign-in.' })),
});

const output = z.object({
  app: z.object({ id: idSchema, name: z.string() }),
  /** Where the browser that asked goes on: nowhere else does it lead anywhere. */
  continueAt: z.string(),
});

export const continueAppSignIn = defineEndpoint({
  operation: 'continueAppSignIn',
  method: 'POST',
  path: '/api/app-sign-ins/{signInId}',
  summary: 'Sign the caller in to the app that asked; on a device this is proven with its key every time',
  access: { who: 'session' },
  params,
  output,
  limits: [{ by: 'user', points: 120, seconds: 600 }],
  problems: ['permission_missing', 'assurance_too_low', 'step_up_required', 'change_required'],
});

export const refuseAppSignIn = defineEndpoint({
  operation: 'refuseAppSignIn',
  method: 'POST',
  path: '/api/app-sign-ins/{signInId}/refuse',
  summary: 'Lead the caller back to the app without a sign-in',
  access: { who: 'session' },
  params,
  output,
  limits: [{ by: 'user', points: 120, seconds: 600 }],
  problems: [],
});
