// The passkey that an organization can require of users whose role gives power (OWASP ASVS 5.0, 6.3.3; NIST SP 800-63B-4, AAL2).
import { eq, sql } from 'drizzle-orm';
import type { PasskeyRule } from '../../../contract/endpoints/organization.ts';
import { leastBesidePasskey } from '../../../contract/fields.ts';
import { hasPower, type Permission } from '../../../contract/permissions.ts';
import type { Queries } from '../../database/database.ts';
import { organizations, passkeys, roles, users } from '../../database/schema.ts';
import { ProblemError } from '../access/problem-error.ts';
import { effectivePermissions, passkeyStepOf, type SignedIn } from '../access/signed-in.ts';

/** Whether somebody with these permissions needs a passkey. */
export function isPasskeyNeeded(rule: PasskeyRule, permissions: Iterable<Permission>): boolean {
  return rule === 'power' && hasPower(permissions);
}

/** Whether the user of a query's row has a passkey. */
export const hasPasskey = sql<boolean>`exists (select from ${passkeys} where ${passkeys.userId} = ${users.id})`;

/** What a user's organization asks of their sign-in, as it stands in this transaction. */
export async function readDemands(tx: Queries, userId: string) {
  const [row] = await tx
    .select({ organization: organizations, permissions: roles.permissions, partnerId: users.partnerId })
    .from(users)
    .innerJoin(roles, eq(roles.id, users.roleId))
    .innerJoin(organizations, eq(organizations.id, users.organizationId))
    .where(eq(users.id, userId));
  if (!row) throw new Error('the person is gone');
  const { organization, permissions, partnerId } = row;
  const { passkeyRule, passwordMinLength, name: organizationName } = organization;
  const needsPasskey = isPasskeyNeeded(passkeyRule, effectivePermissions(partnerId, permissions));
  return {
    organizationName,
    needsPasskey,
    /** How many characters a new password has at least: fewer beside a passkey that is required. */
    passwordMinLength: needsPasskey ? leastBesidePasskey : passwordMinLength,
  };
}

const words = {
  add: 'Your organization requires a passkey for your role. Add one to continue.',
  use: 'Your organization requires a passkey for your role. Use yours to continue.',
} as const;

/**
 * Lets somebody who still owes the passkey do only what leads to it. All else is refused, so a password alone gives no
 * power, whichever way it opened the session.
 * @param open what the endpoint says of such sessions (`Access.beforePasskey`)
 * @throws ProblemError `passkey_required`
 */
export function requirePasskeyStep(signedIn: SignedIn, open: 'adding' | 'always' | undefined): void {
  const step = passkeyStepOf(signedIn);
  if (step === null || open === 'always' || (open === 'adding' && step === 'add')) return;
  throw new ProblemError('passkey_required', words[step]);
}
