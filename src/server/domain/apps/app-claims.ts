// What an app gets to know of the user who is in it.
import { and, eq, sql } from 'drizzle-orm';
import type { EmailRule } from '../../../contract/endpoints/apps.ts';
import type { Context } from '../../context.ts';
import {
  appSessions,
  devices,
  organizations,
  partners,
  roles,
  units,
  users,
  userUnits,
} from '../../database/schema.ts';
import { displayName } from '../access/display-name.ts';

/** By the scope that asks for them (OpenID Connect Core 1.0, section 5.4; `roles` is ours). */
export const claimsOfScopes = {
  openid: ['sub', 'acr', 'amr', 'auth_time'],
  profile: ['name', 'given_name', 'family_name', 'preferred_username', 'locale'],
  email: ['email', 'email_verified'],
  roles: ['roles', 'groups', 'units', 'partner', 'device'],
};

/** Nobody can ever receive a mail at `.invalid` (RFC 2606), and so nobody can take an account over by one. */
const madeUpAddress = (userId: string) => `${userId}@floorkey.invalid`;

type Addressed = Pick<typeof users.$inferSelect, 'id' | 'email' | 'emailFolded' | 'provenEmail'>;

function emailClaims(rule: unknown, user: Addressed) {
  const is = (one: EmailRule) => rule === one;
  if (is('made-up')) return { email: madeUpAddress(user.id), email_verified: true };
  if (!is('real') || user.email === null) return {};
  return { email: user.email, email_verified: user.provenEmail === user.emailFolded };
}

/**
 * What an app may know of the one who is in it.
 * @param appSessionId the app's session, which was looked at before
 * @param rule of the app, for the email address
 */
export async function readClaims(
  { database }: Context,
  organizationId: string,
  appSessionId: string,
  rule: unknown,
): Promise<Record<string, unknown>> {
  const [row] = await database.lookUp
    .select({
      user: users,
      role: roles.name,
      partner: partners.name,
      device: devices.name,
      organizationLanguage: organizations.language,
      units: sql<string[]>`array(select ${units.name} from ${userUnits}
        join ${units} on ${units.id} = ${userUnits.unitId}
        where ${userUnits.userId} = ${users.id} order by ${units.name})`,
    })
    .from(appSessions)
    .innerJoin(users, eq(users.id, appSessions.userId))
    .innerJoin(roles, eq(roles.id, users.roleId))
    .innerJoin(organizations, eq(organizations.id, appSessions.organizationId))
    .leftJoin(partners, eq(partners.id, users.partnerId))
    .leftJoin(devices, eq(devices.id, appSessions.deviceId))
    .where(and(eq(appSessions.id, appSessionId), eq(appSessions.organizationId, organizationId)));
  if (!row) return {};
  const { user, role } = row;
  return {
    name: displayName(user),
    ...(user.firstName ? { given_name: user.firstName } : {}),
    ...(user.lastName ? { family_name: user.lastName } : {}),
    preferred_username: user.username,
    locale: user.language ?? row.organizationLanguage,
    ...emailClaims(rule, user),
    roles: [role],
    groups: [role],
    units: row.units,
    ...(row.partner === null ? {} : { partner: row.partner }),
    ...(row.device === null ? {} : { device: row.device }),
  };
}
