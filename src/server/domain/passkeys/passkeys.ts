// One's own passkeys: listed, renamed, removed; and all of a user's ended with the password that they came on top of.
import { and, asc, eq, gt, inArray, type SQL } from 'drizzle-orm';
import { unsettledHours } from '../../../contract/durations.ts';
import type { Passkey } from '../../../contract/endpoints/passkeys.ts';
import type { Queries } from '../../database/database.ts';
import { passkeys } from '../../database/schema.ts';
import type { EndedPasskeys } from '../../mail/mail-content.ts';
import { tellPerson } from '../../mail/tell-person.ts';
import { type Act, record } from '../access/act.ts';
import { ProblemError } from '../access/problem-error.ts';
import { requireOwnSecret, type SignedIn } from '../access/signed-in.ts';
import { lockPerson } from '../links/person-of-link.ts';
import { endOtherPasskeySessions } from '../sign-in/account-session.ts';
import { readDemands } from '../sign-in/required-passkey.ts';

/** A passkey as the contract tells of it. */
export function describePasskey({
  id,
  name,
  createdAt,
  lastUsedAt,
}: Pick<typeof passkeys.$inferSelect, 'id' | 'name' | 'createdAt' | 'lastUsedAt'>): Passkey {
  return {
    id,
    name,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  };
}

/** The passkeys of one user, the oldest first. */
export function readPasskeys(tx: Queries, userId: string) {
  return tx
    .select()
    .from(passkeys)
    .where(eq(passkeys.userId, userId))
    .orderBy(asc(passkeys.createdAt), asc(passkeys.id));
}

type Credential = Pick<typeof passkeys.$inferSelect, 'credentialId' | 'transports'>;

/** Passkeys as a browser is told of them. */
export function describeCredentials(present: readonly Credential[]) {
  return present.map(({ credentialId, transports }) => ({
    id: credentialId.toString('base64url'),
    type: 'public-key' as const,
    transports,
  }));
}

/**
 * Ends every passkey of users, in the transaction that takes their password away or sets it without asking for the old
 * one: whoever held the account before must not keep a way in that nobody sees. Comes after the change of the user's
 * row, whose lock keeps new passkeys out.
 * @returns what the audit event and the mail say of it
 */
export function endPasskeys(tx: Queries, userIds: readonly string[]): Promise<EndedPasskeys> {
  return endThose(tx, inArray(passkeys.userId, [...userIds]));
}

async function endThose(tx: Queries, which: SQL | undefined): Promise<EndedPasskeys> {
  const ended = await tx.delete(passkeys).where(which).returning({ id: passkeys.id });
  return ended.length > 0 ? { passkeysEnded: ended.length } : {};
}

/**
 * Ends the passkeys of somebody who proved only that they read the mails to an address: all of them, but where they are
 * required only those of the last hours (`unsettledHours`). Older ones stay, else the mailbox alone would be enough to come in; younger ones
 * don't, else whoever knew the password could add one, require it, and so keep the user out.
 * @returns what the audit event and the mail say of it
 */
export async function endUnsettledPasskeys(tx: Queries, userId: string, now: Date): Promise<EndedPasskeys> {
  if (!(await readDemands(tx, userId)).needsPasskey) return endPasskeys(tx, [userId]);
  const settledBy = new Date(now.getTime() - unsettledHours * 3_600_000);
  const ended = await endThose(tx, and(eq(passkeys.userId, userId), gt(passkeys.createdAt, settledBy)));
  if (!ended.passkeysEnded || (await readPasskeys(tx, userId)).length === 0) return ended;
  return { ...ended, passkeysOfLastHours: unsettledHours };
}

/** One's own passkeys. */
export async function listPasskeys({ context: { database }, signedIn }: Act): Promise<Passkey[]> {
  requireOwnSecret(signedIn);
  const rows = await database.inOrganization(signedIn.organizationId, (tx) =>
    readPasskeys(tx, signedIn.user.id),
  );
  return rows.map(describePasskey);
}

const ownPasskey = (signedIn: SignedIn, passkeyId: string) =>
  and(eq(passkeys.id, passkeyId), eq(passkeys.userId, signedIn.user.id));

function notThere(): ProblemError {
  return new ProblemError('not_found', 'This passkey no longer exists. Reload the list.');
}

/** Gives one of one's own passkeys another name. @throws ProblemError `not_found` when it is gone, or another's */
export async function renamePasskey(
  act: Act,
  { passkeyId, name }: { passkeyId: string; name: string },
): Promise<Passkey> {
  const { context, signedIn } = act;
  requireOwnSecret(signedIn);
  return context.database.inOrganization(signedIn.organizationId, async (tx) => {
    const [before] = await tx.select().from(passkeys).where(ownPasskey(signedIn, passkeyId)).for('update');
    if (!before) throw notThere();
    if (before.name !== name) {
      await tx.update(passkeys).set({ name }).where(eq(passkeys.id, passkeyId));
      await record(tx, act, 'account.passkey-renamed', {
        detail: { passkey: name, passkeyBefore: before.name },
      });
    }
    return describePasskey({ ...before, name });
  });
}

/** @throws ProblemError `last_passkey` when a user who needs a passkey would have none */
async function requireOneLeft(tx: Queries, userId: string): Promise<void> {
  const left = await readPasskeys(tx, userId);
  if (left.length > 0 || !(await readDemands(tx, userId)).needsPasskey) return;
  throw new ProblemError(
    'last_passkey',
    'Your organization requires a passkey for your role. Add another one before you remove this one.',
  );
}

/**
 * Removes one of one's own passkeys and says so by mail. Which passkey a session stands on is not kept, so all of one's other
 * sessions end in which one was used.
 * @throws ProblemError `not_found` when it is gone, or another's; `last_passkey`
 */
export async function removePasskey(act: Act, passkeyId: string): Promise<void> {
  const { context, signedIn } = act;
  requireOwnSecret(signedIn);
  const { organizationId, user, sessionId } = signedIn;
  await context.database.inOrganization(organizationId, async (tx) => {
    const person = await lockPerson(tx, user.id);
    const [removed] = await tx.delete(passkeys).where(ownPasskey(signedIn, passkeyId)).returning();
    if (!person || !removed) throw notThere();
    await requireOneLeft(tx, user.id);
    const sessions = await endOtherPasskeySessions(tx, { userId: user.id, sessionId });
    await record(tx, act, 'account.passkey-removed', {
      detail: { passkey: removed.name, ...(sessions > 0 ? { sessions } : {}) },
    });
    const news = { kind: 'passkey-removed', passkeyName: removed.name } as const;
    if (person.user.email) await tellPerson(context, tx, person, person.user.email, news);
  });
}
