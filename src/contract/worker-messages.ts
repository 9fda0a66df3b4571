// What the page and the service worker say to each other.
import * as z from 'zod/mini';

/** Page to worker. */
export const pageMessageSchema = z.discriminatedUnion('type', [
  /** Something changed on the server, or the page was just opened: pull. */
  z.object({
    type: z.literal('pull'),
    /** Whether a stream tells of changes; else the tablet asks now and then. */
    live: z.optional(z.boolean()),
  }),
  /** This device was linked, or its server said that it is revoked: look again. */
  z.object({ type: z.literal('device-changed') }),
  /** The pad is idle: a waiting worker may take over. */
  z.object({ type: z.literal('SKIP_WAITING') }),
]);
export type PageMessage = z.infer<typeof pageMessageSchema>;

/** Worker to every page. */
export const workerMessageSchema = z.discriminatedUnion('type', [
  /** What the tablet holds was just brought up to date. */
  z.object({ type: z.literal('pulled'), changed: z.boolean() }),
  z.object({ type: z.literal('offline') }),
  /** A server answered that does not know this tablet; nothing is deleted, and it is asked again. */
  z.object({ type: z.literal('unknown') }),
  /** A copy of this tablet’s storage was used beside it, so the server has paused both. */
  z.object({ type: z.literal('two-places') }),
  /** The server was there, or not asked, and the tablet could not be brought up to date; why, for a person. */
  z.object({ type: z.literal('failed'), message: z.string() }),
  /** Somebody signed in on another page of this tablet, which holds one user at a time. */
  z.object({ type: z.literal('signed-in') }),
  /** This link of the device is over; what it held is being, or has been, deleted. `link`: a hash of its token. */
  z.object({ type: z.literal('wiped'), deviceId: z.string(), link: z.string() }),
]);
export type WorkerMessage = z.infer<typeof workerMessageSchema>;
