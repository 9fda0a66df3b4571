// Which work each queue of jobs does.
import type { Context } from '../context.ts';
import { answerResetRequest } from '../domain/account/request-password-reset.ts';
import { logOutOfApp } from '../domain/apps/app-logout.ts';
import { watchAppSessions } from '../domain/apps/watch-app-sessions.ts';
import { chainTails } from '../domain/audit/chain-audit-trail.ts';
import { giveUserImportUp } from '../domain/imports/end-user-import.ts';
import { runUserImport } from '../domain/imports/run-user-import.ts';
import { sendMail } from '../mail/send-mail.ts';
import { sweepExpired } from './sweep-expired.ts';

/** Begins to do the jobs that are waiting and those to come. */
export async function workJobs(context: Context): Promise<void> {
  await context.jobs.work('sweep-expired', async () => {
    await sweepExpired(context);
    // Of a process that ended right after its last commit.
    await chainTails(context.database);
  });
  await context.jobs.work('import-users', (job) => runUserImport(context, job));
  await context.jobs.work('import-users-failed', (job) => giveUserImportUp(context, job));
  await context.jobs.work('request-password-reset', ({ sealed }) => answerResetRequest(context, sealed));
  await context.jobs.work('send-mail', ({ mailId }, tries) => sendMail(context, mailId, tries));
  await context.jobs.work('log-out-of-app', (job, tries) => logOutOfApp(context, job, tries));
  watchAppSessions(context);
  await context.jobs.schedule('sweep-expired', '*/10 * * * *');
}
