// The endpoint of home: what somebody finds after their PIN.
import * as z from 'zod/mini';
import { appPictures } from '../app-pictures.ts';
import { defineEndpoint } from '../endpoint.ts';
import { idSchema } from '../tablet-fields.ts';

const tileSchema = z.object({
  id: idSchema,
  name: z.string(),
  picture: z.enum(appPictures),
  /** What a tap on it opens. */
  address: z.string(),
});
export type AppTile = z.infer<typeof tileSchema>;

export const getHome = defineEndpoint({
  operation: 'getHome',
  method: 'GET',
  path: '/api/home',
  summary: 'The apps that the caller may open here, in the organization’s order, and what waits for them',
  access: { who: 'session' },
  output: z.object({
    apps: z.array(tileSchema),
    /** Offline sign-ins that somebody should look at; 0 for those who may not. */
    deviceReviews: z.int(),
  }),
  problems: ['change_required'],
});
export type Home = z.infer<typeof getHome.output>;
