// What the process with many open streams and the benchmark that started it say to each other.
import * as z from 'zod';

/** Link so many more devices, as the admin whose cookies these are, and open a stream of each. */
export const crowdOrderSchema = z.object({
  url: z.string(),
  cookies: z.array(z.tuple([z.string(), z.string()])),
  count: z.int(),
});
export type CrowdOrder = z.infer<typeof crowdOrderSchema>;

export const crowdReportSchema = z.union([
  z.object({ opened: z.array(z.string()) }),
  /** A device heard that it was revoked, at a time in milliseconds since 1970. */
  z.object({ revoked: z.string(), at: z.number() }),
]);
export type CrowdReport = z.infer<typeof crowdReportSchema>;
