// Whether the server can do its work, for those who watch over it.
import type { Context } from '../../context.ts';
import { isUnableToWrite } from '../../database/write-probe.ts';
import { ProblemError } from './problem-error.ts';

/**
 * The server listens only after its migrations, so a database that takes a write is one that is ready.
 * @throws ProblemError `unavailable`
 */
export async function getReadiness({ writeProbe }: Context) {
  await writeProbe.requireWritable().catch((error: unknown) => {
    const what = isUnableToWrite(error) ? 'takes no writes' : 'can’t be reached';
    throw new ProblemError('unavailable', `The database ${what}. Look at the server’s log.`);
  });
  return { status: 'ready' as const };
}
