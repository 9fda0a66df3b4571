// Deleting users: they can't sign in from that moment, and only their names stay, for the audit trail.
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Queries } from '../../database/database.ts';
import {
  accountSessions,
  mails,
  oneTimeLinks,
  pinRequests,
  pinSessions,
  roles,
  users,
  userUnits,
} from '../../database/schema.ts';
import { type Act, aboutUser, recordEach } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { displayName } from '../access/display-name.ts';
import { fieldProblem, ProblemError } from '../access/problem-error.ts';
import { requirePowerOver } from '../access/roles.ts';
import { ownPassword } from '../access/secret-ends.ts';
import type { SignedIn } from '../access/signed-in.ts';
import { findUnitScope } from '../access/unit-scope.ts';
import { isPersonVisible } from '../access/user-scope.ts';
import { endPasskeys } from '../passkeys/passkeys.ts';

async function findDeletable(tx: Queries, signedIn: SignedIn, userIds: readonly string[]) {
  const scope = await findUnitScope(tx, signedIn.user.id);
  const rows = await tx
    .select({ user: users, role: roles })
    .from(users)
    .innerJoin(roles, eq(roles.id, users.roleId))
    .where(and(inArray(users.id, [...userIds]), isPersonVisible(signedIn, scope)))
    .orderBy(users.nameSorted, users.id)
    .for('update', { of: users });
  if (rows.length < userIds.length) {
    throw new ProblemError(
      'not_found',
      'Some of these users no longer exist. Nothing was deleted: reload the list and select again.',
    );
  }
  if (rows.some(({ user }) => user.id === signedIn.user.id)) {
    throw fieldProblem('validation_failed', 'userIds', 'You can’t delete yourself. Ask another admin.');
  }
  const owner = rows.find(({ role }) => role.builtIn === 'owner');
  if (owner) {
    throw new ProblemError(
      'is_owner',
      `${displayName(owner.user)} owns the organization. ${
        signedIn.role.builtIn === 'owner'
          ? 'Give them another role first'
          : 'Only an owner can give them another role or hand the ownership over'
      }; then they can be deleted.`,
    );
  }
  for (const { role } of rows) requirePowerOver(signedIn, role.permissions);
  return rows.map(({ user }) => user);
}

/** Takes everything away that lets the users in, or brings mail to them. */
async function endEverything(tx: Queries, ids: string[]): Promise<void> {
  await tx.delete(accountSessions).where(inArray(accountSessions.userId, ids));
  await endPasskeys(tx, ids);
  await tx.delete(pinSessions).where(inArray(pinSessions.userId, ids));
  await tx.delete(pinRequests).where(inArray(pinRequests.userId, ids));
  await tx.delete(userUnits).where(inArray(userUnits.userId, ids));
  await tx.delete(oneTimeLinks).where(inArray(oneTimeLinks.userId, ids));
  // Of a mail that was sent, only that stays: its address is the user's.
  const undone = sql`case when ${mails.state} = 'sent' then 'sent' else 'cancelled' end`;
  await tx
    .update(mails)
    .set({ state: undone, sealed: null, recipient: '' })
    .where(inArray(mails.userId, ids));
}

/**
 * Deletes users, all or none. Their open sessions end, on tablets with the next change signal.
 * @returns how many
 * @throws ProblemError `not_found`, `is_owner`, `above_you`, or `validation_failed` at `userIds` for oneself
 */
export async function deleteUsers(act: Act, givenIds: readonly string[]): Promise<number> {
  const { context, signedIn } = act;
  const { organizationId } = signedIn;
  const ids = [...new Set(givenIds)];
  const now = context.clock();
  return changeOrganization(context, organizationId, async (tx, revision) => {
    const people = await findDeletable(tx, signedIn, ids);
    const nothing = {
      email: null,
      emailFolded: null,
      provenEmail: null,
      phone: null,
      language: null,
      ...ownPassword(null),
      pinSealed: null,
      pinLookup: null,
      pinLength: null,
      pinSetAt: now,
      pinMustChange: false,
      pinExpiresAt: null,
      pinFailures: 0,
    };
    await tx
      .update(users)
      .set({ ...nothing, state: 'deleted', revision })
      .where(inArray(users.id, ids));
    await endEverything(tx, ids);
    await recordEach(
      tx,
      act,
      people.map((user) => ({ action: 'user.deleted', ...aboutUser(user) })),
    );
    return people.length;
  });
}
