// What the process that signs in and the benchmark that started it say to each other.
import * as z from 'zod';

export const loadOrderSchema = z.discriminatedUnion('do', [
  /** Makes one tablet for each PIN, as the admin whose cookies these are. */
  z.object({
    do: z.literal('link'),
    url: z.string(),
    cookies: z.array(z.tuple([z.string(), z.string()])),
    pins: z.array(z.string()),
  }),
  /** Signs the requests of the next run: so many for each tablet. */
  z.object({ do: z.literal('prepare'), each: z.int() }),
  z.object({ do: z.literal('run') }),
]);
export type LoadOrder = z.infer<typeof loadOrderSchema>;

export const loadReportSchema = z.discriminatedUnion('did', [
  z.object({ did: z.literal('link') }),
  z.object({ did: z.literal('prepare') }),
  z.object({
    did: z.literal('run'),
    perSecond: z.number(),
    /** Of each sign-in. */
    ms: z.array(z.number()),
    /** What a sign-in cost this process, which has to share the machine with the server. */
    cpuMsEach: z.number(),
  }),
]);
export type LoadReport = z.infer<typeof loadReportSchema>;
