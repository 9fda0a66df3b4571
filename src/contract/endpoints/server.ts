// The endpoints that tell an operator whether the server lives and is ready.
import * as z from 'zod/mini';
import { defineEndpoint } from '../endpoint.ts';

export const getHealth = defineEndpoint({
  operation: 'getHealth',
  method: 'GET',
  path: '/api/health',
  summary: 'The process is alive',
  access: { who: 'anyone' },
  output: z.object({ status: z.literal('live'), version: z.string() }),
  problems: [],
});

export const getReadiness = defineEndpoint({
  operation: 'getReadiness',
  method: 'GET',
  path: '/api/ready',
  summary: 'The database took a write just now, and its migrations are done',
  access: { who: 'anyone' },
  output: z.object({ status: z.literal('ready') }),
  problems: ['unavailable'],
});
