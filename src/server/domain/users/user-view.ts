// How users are shown to those who manage users.
import { and, desc, eq, inArray } from 'drizzle-orm';
import type { User } from '../../../contract/endpoints/users.ts';
import { pinFailuresMost } from '../../../contract/pin-tries.ts';
import type { Queries } from '../../database/database.ts';
import {
  mails,
  oneTimeLinks,
  partners,
  pinRequests,
  type roles,
  units,
  type users,
  userUnits,
} from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import { displayName } from '../access/display-name.ts';
import { tellApart } from '../access/namesakes.ts';
import { isWithinPower, mayTakeOver } from '../access/roles.ts';
import { mayComeIn, readPermissions } from '../access/signed-in.ts';
import { findUnitScope } from '../access/unit-scope.ts';
import { isPersonVisible } from '../access/user-scope.ts';
import { isOpenLink } from '../links/one-time-links.ts';
import { findPinChange } from '../pins/pin-policy.ts';

type UserRow = typeof users.$inferSelect;
type RoleRow = typeof roles.$inferSelect;

/** Invited: by email, with no password chosen yet. */
function stateOf(user: UserRow, isInvited: boolean): User['state'] {
  if (!mayComeIn(user)) return 'suspended';
  return isInvited && user.passwordHash === null ? 'invited' : 'active';
}

function findSuspensions({ state, partnerSuspended }: UserRow): User['suspendedBy'] {
  return [
    ...(state === 'suspended' ? (['person'] as const) : []),
    ...(partnerSuspended ? (['partner'] as const) : []),
  ];
}

async function readAround(tx: Queries, signedIn: Act['signedIn'], rows: readonly { user: UserRow }[]) {
  const ids = rows.map(({ user }) => user.id);
  const partnerIds = [...new Set(rows.flatMap(({ user }) => user.partnerId ?? []))];
  const companies = partnerIds.length
    ? await tx.select().from(partners).where(inArray(partners.id, partnerIds))
    : [];
  const limits = await tx
    .select({ userId: userUnits.userId, id: units.id, name: units.name })
    .from(userUnits)
    .innerJoin(units, eq(units.id, userUnits.unitId))
    .where(inArray(userUnits.userId, ids))
    .orderBy(units.nameFolded);
  const invitations = await tx
    .select()
    .from(oneTimeLinks)
    .where(and(inArray(oneTimeLinks.userId, ids), eq(oneTimeLinks.kind, 'invitation'), isOpenLink));
  const newestMails = await tx
    .selectDistinctOn([mails.userId])
    .from(mails)
    .where(inArray(mails.userId, ids))
    .orderBy(mails.userId, desc(mails.createdAt));
  const requests = await tx.select().from(pinRequests).where(inArray(pinRequests.userId, ids));
  const scope = await findUnitScope(tx, signedIn.user.id);
  const visible = isPersonVisible(signedIn, scope);
  const people = rows.map(({ user }) => user);
  const by = <T extends { userId: string | null }>(found: readonly T[]) =>
    new Map(found.map((row) => [row.userId, row]));
  return {
    partners: new Map(companies.map((row) => [row.id, row])),
    units: Map.groupBy(limits, ({ userId }) => userId),
    invitations: by(invitations),
    mails: by(newestMails),
    requests: by(requests),
    apart: await tellApart(tx, signedIn.organizationId, people, visible),
  };
}

/** Users as the contract tells of them, in the order in which they are given. */
export async function describeUsers(
  tx: Queries,
  { context, signedIn }: Act,
  rows: readonly { user: UserRow; role: RoleRow }[],
): Promise<User[]> {
  if (rows.length === 0) return [];
  const now = context.clock();
  const around = await readAround(tx, signedIn, rows);
  return rows.map(({ user, role }) => {
    const partner = user.partnerId === null ? undefined : around.partners.get(user.partnerId);
    const invitation = around.invitations.get(user.id);
    const mail = around.mails.get(user.id);
    return {
      id: user.id,
      name: displayName(user),
      apart: around.apart.get(user.id) ?? null,
      username: user.username,
      firstName: user.firstName,
      lastName: user.lastName,
      email: user.email,
      phone: user.phone,
      language: user.language,
      role: { id: role.id, name: role.name },
      partner: partner ? { id: partner.id, name: partner.name } : null,
      units: (around.units.get(user.id) ?? []).map(({ id, name }) => ({ id, name })),
      isOwner: role.builtIn === 'owner',
      state: stateOf(user, invitation !== undefined),
      suspendedBy: findSuspensions(user),
      invitation: invitation
        ? {
            sentAt: invitation.createdAt.toISOString(),
            expiresAt: invitation.expiresAt.toISOString(),
            expired: invitation.expiresAt <= now,
          }
        : null,
      undeliveredMail: mail?.state === 'failed' ? { id: mail.id, failure: mail.failure ?? '' } : null,
      pinRequestedAt: (mayComeIn(user) && around.requests.get(user.id)?.createdAt.toISOString()) || null,
      hasPin: user.pinSealed !== null,
      pinDisabled: user.pinFailures >= pinFailuresMost,
      pinChange: findPinChange(user),
      pinExpiresAt: user.pinExpiresAt?.toISOString() ?? null,
      passwordExpiresAt: user.passwordExpiresAt?.toISOString() ?? null,
      hasPassword: user.passwordHash !== null,
      createdAt: user.createdAt.toISOString(),
      lastSignInAt: user.lastSignInAt?.toISOString() ?? null,
      editable:
        signedIn.role.permissions.has('users:manage') &&
        isWithinPower(signedIn, readPermissions(role.permissions)),
      accountEditable:
        signedIn.role.permissions.has('users:manage') && mayTakeOver(signedIn, user.id, role.permissions),
      revision: user.revision,
    };
  });
}

/** One user as the contract tells of them. */
export async function describeUser(tx: Queries, act: Act, user: UserRow, role: RoleRow): Promise<User> {
  const [described] = await describeUsers(tx, act, [{ user, role }]);
  if (!described) throw new Error('a person was given, and none came back');
  return described;
}
