// What the window of an app that is signing somebody in and the tablet's home say to each other: home alone has the PIN session and the key.
import * as z from 'zod/mini';

/** On a channel of its own, which only pages of this origin hear. */
export const appSignInChannel = 'floorkey-app-sign-in';

export const appSignInMessageSchema = z.discriminatedUnion('type', [
  /** Window to home: go on with this sign-in, or give it up. */
  z.object({ type: z.literal('ask'), signInId: z.string(), refuse: z.boolean() }),
  /** Home to window: somebody is signed in here, and the server is being asked. */
  z.object({ type: z.literal('taken'), signInId: z.string() }),
  z.object({ type: z.literal('done'), signInId: z.string(), continueAt: z.string() }),
  /** Why not, for a person. */
  z.object({ type: z.literal('refused'), signInId: z.string(), code: z.string(), detail: z.string() }),
]);
export type AppSignInMessage = z.infer<typeof appSignInMessageSchema>;
