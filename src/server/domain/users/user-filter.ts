// Which users a list, or an export, is narrowed to: search, role, unit, state and partner, within what somebody may see.
import { and, eq, isNull, not, type SQL, sql } from 'drizzle-orm';
import type { User } from '../../../contract/endpoints/users.ts';
import type { Queries } from '../../database/database.ts';
import { oneTimeLinks, roles, users } from '../../database/schema.ts';
import type { SignedIn } from '../access/signed-in.ts';
import { findUnitScope } from '../access/unit-scope.ts';
import { isPersonVisible } from '../access/user-scope.ts';
import { matchPeople } from './search-people.ts';

export type UserFilter = {
  search?: string | undefined;
  roleId?: string | undefined;
  /** `none`: those who have the whole organization. */
  unitId?: string | undefined;
  state?: User['state'] | undefined;
  /** `none`: the organization’s own users. */
  partnerId?: string | undefined;
  mayOwn?: 'yes' | undefined;
};

/** Holds for users who are suspended, by themselves or with their partner. */
export const isSuspended = sql`(${users.state} = 'suspended' or ${users.partnerSuspended})`;

/** Holds for users who were invited and have chosen no password yet, whether the link has expired or not. */
export const isInvited = sql`(${users.passwordHash} is null and ${users.id} in (
  select ${oneTimeLinks.userId} from ${oneTimeLinks} where ${oneTimeLinks.kind} = 'invitation'
     and ${oneTimeLinks.usedAt} is null and ${oneTimeLinks.voidedAt} is null))`;

const stateConditions: Record<User['state'], SQL | undefined> = {
  suspended: isSuspended,
  invited: and(not(isSuspended), isInvited),
  active: and(not(isSuspended), not(isInvited)),
};

/** Holds for those to whom the ownership can be handed over: they sign in with a password of their own and see everything. */
const mayOwn = sql`(${users.state} = 'active' and not ${users.partnerSuspended} and ${users.partnerId} is null
  and ${users.email} is not null and ${users.passwordHash} is not null and not ${users.passwordMustChange}
  and not exists (select 1 from user_units where user_units.user_id = ${users.id})
  and not exists (select 1 from ${roles} where ${roles.id} = ${users.roleId} and ${roles.builtIn} = 'owner'))`;

const hasUnits = sql`exists (select 1 from user_units where user_units.user_id = ${users.id})`;

function standsIn(unitId: string, scope: readonly string[] | null): SQL {
  if (unitId === 'none') return not(hasUnits);
  // Of a unit that they don't reach, nobody learns whether it stands above one that they do.
  if (scope && !scope.includes(unitId)) return sql`false`;
  return sql`${users.id} in (
    with recursive below(id) as (
      select ${unitId}::uuid
      union
      select units.id from units join below on units.parent_id = below.id
    ) select user_id from user_units join below on below.id = user_units.unit_id)`;
}

/** The condition on `users` for those whom the one who asks may see and the filter names; deleted users are never found. */
export async function whereUsers(
  tx: Queries,
  signedIn: SignedIn,
  filter: UserFilter,
): Promise<SQL | undefined> {
  const { search, roleId, unitId, state, partnerId } = filter;
  const scope = await findUnitScope(tx, signedIn.user.id);
  return and(
    eq(users.organizationId, signedIn.organizationId),
    isPersonVisible(signedIn, scope),
    search ? await matchPeople(tx, signedIn.organizationId, search) : undefined,
    roleId === undefined ? undefined : eq(users.roleId, roleId),
    unitId === undefined ? undefined : standsIn(unitId, scope),
    state === undefined ? undefined : stateConditions[state],
    filter.mayOwn ? mayOwn : undefined,
    partnerId === undefined
      ? undefined
      : partnerId === 'none'
        ? isNull(users.partnerId)
        : eq(users.partnerId, partnerId),
  );
}
