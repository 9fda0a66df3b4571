// Asks again while the server is busy, as a person and a tablet would.
import { setTimeout } from 'node:timers/promises';
import { type Answer, codeOf } from './api-client.ts';

const pauseMs = 100;

/** @returns the first answer that is not `busy` */
export async function outlastBusy(call: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await call();
    if (codeOf(answer) !== 'busy') return answer;
    await setTimeout(pauseMs);
  }
}
