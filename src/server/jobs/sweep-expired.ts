// Deletes what has expired.
import { and, isNotNull, lt, ne, or } from 'drizzle-orm';
import type { Context } from '../context.ts';
import {
  accountSessions,
  appArtifacts,
  appSessions,
  attemptLimits,
  linkRequests,
  mails,
  oneTimeLinks,
  pinSessions,
  signUps,
  usedProofs,
  userImports,
} from '../database/schema.ts';
import { dayMs } from '../day.ts';
import { pinSessionAbsoluteMs } from '../domain/pins/pin-session.ts';

// An open invitation says that somebody is invited, and lets them ask for a new link, for as long as nobody ends it.
const isClosedOrNoInvitation = or(
  ne(oneTimeLinks.kind, 'invitation'),
  isNotNull(oneTimeLinks.usedAt),
  isNotNull(oneTimeLinks.voidedAt),
);

/** Deletes what nothing will ask for again. */
export async function sweepExpired({ database, clock }: Pick<Context, 'database' | 'clock'>): Promise<void> {
  const now = clock();
  const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs);
  await database.acrossOrganizations(async (tx) => {
    await tx.delete(usedProofs).where(lt(usedProofs.expiresAt, now));
    await tx.delete(attemptLimits).where(lt(attemptLimits.expire, now.getTime()));
    await tx.delete(accountSessions).where(lt(accountSessions.createdAt, daysAgo(30)));
    await tx
      .delete(pinSessions)
      .where(lt(pinSessions.createdAt, new Date(now.getTime() - pinSessionAbsoluteMs)));
    // An expired link still says so, and offers a new one, for a while.
    await tx.delete(oneTimeLinks).where(and(lt(oneTimeLinks.expiresAt, daysAgo(30)), isClosedOrNoInvitation));
    await tx.delete(linkRequests).where(lt(linkRequests.expiresAt, daysAgo(1)));
    await tx.delete(signUps).where(lt(signUps.expiresAt, daysAgo(7)));
    await tx.delete(mails).where(lt(mails.createdAt, daysAgo(30)));
    await tx.delete(appArtifacts).where(lt(appArtifacts.expiresAt, now));
    await tx.delete(appSessions).where(lt(appSessions.endedAt, daysAgo(30)));
    await tx.delete(userImports).where(lt(userImports.createdAt, daysAgo(1)));
  });
}
