// The organization and its settings.

import { eq } from 'drizzle-orm';
import type { Organization } from '../../../contract/endpoints/organization.ts';
import type { Context } from '../../context.ts';
import type { AuditDetail } from '../../database/schema/audit-events.ts';
import { organizations } from '../../database/schema.ts';
import { type Act, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { displayName } from '../access/display-name.ts';
import { readOrganization } from '../access/organization-row.ts';
import { resetRosters } from '../access/reset-rosters.ts';
import { requireOwnPasskeyNow, requireStepUp } from '../access/step-up.ts';
import { requireWholeOrganization } from '../access/unit-scope.ts';
import { changeSignInStyle } from '../pins/pin-policy.ts';

/** So many of those who lost their PIN are named in the audit trail. */
const namedMost = 100;

/** The organization of who is signed in. */
export async function getOrganization(
  { database, env }: Context,
  organizationId: string,
): Promise<Organization> {
  const row = await database.inOrganization(organizationId, (tx) => readOrganization(tx, organizationId));
  return { ...row, mailDelivery: env.smtpUrl === null ? 'files' : 'smtp' };
}

type Stored = Omit<Organization, 'mailDelivery'>;
type Settings = { [K in keyof Omit<Stored, 'id' | 'revision'>]?: Organization[K] | undefined };

/** Each setting that is another one now, with what it was before. */
function describeChange(before: Stored, given: readonly (readonly [string, AuditDetail[string]])[]) {
  const was = new Map<string, AuditDetail[string]>(Object.entries(before));
  return Object.fromEntries(
    given
      .filter(([key, value]) => was.get(key) !== value)
      .flatMap(([key, value]) => [
        [`${key}Before`, was.get(key) ?? null],
        [key, value],
      ]),
  );
}

/** Whether users get in more easily, or for longer, than before. Style and length count either way: PINs are lost by them. */
function givesPower(before: Stored, settings: Settings): boolean {
  const { leaseHours = 0, autoLockSeconds = 0, passwordMinLength = Infinity } = settings;
  const { temporaryPinDays = 0, generatedPasswordHours = 0 } = settings;
  return (
    settings.signInStyle !== undefined ||
    settings.pinLength !== undefined ||
    leaseHours > before.leaseHours ||
    autoLockSeconds > before.autoLockSeconds ||
    passwordMinLength < before.passwordMinLength ||
    temporaryPinDays > before.temporaryPinDays ||
    generatedPasswordHours > before.generatedPasswordHours ||
    (settings.passkeyRule === 'nobody' && before.passkeyRule !== 'nobody') ||
    (settings.generatedPasswords === true && !before.generatedPasswords) ||
    (settings.offlineSignIn === true && !before.offlineSignIn)
  );
}

/**
 * Changes settings; the tablets hear of it by their next pull. Another sign-in style or PIN length changes what the PINs
 * of everybody are worth.
 * @throws ProblemError `step_up_required` without a step-up when sign-in style or PIN length are given, or security gets weaker,
 * and without a passkey of one's own where one is to be required; `validation_failed` at `passkeyRule` for one who has none
 */
export async function updateOrganization(act: Act, settings: Settings): Promise<Organization> {
  const { context, signedIn } = act;
  const { organizationId, user } = signedIn;
  const given = Object.entries(settings).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, value] as const],
  );
  if (given.length > 0) {
    await changeOrganization(context, organizationId, async (tx, revision) => {
      await requireWholeOrganization(tx, user.id, 'The settings of the organization are');
      const before = await readOrganization(tx, organizationId);
      if (givesPower(before, settings)) requireStepUp(signedIn, context.clock());
      if (settings.passkeyRule === 'power' && before.passkeyRule !== 'power')
        requireOwnPasskeyNow(signedIn, context.clock());
      await tx
        .update(organizations)
        .set(Object.fromEntries(given))
        .where(eq(organizations.id, organizationId));
      if (settings.pinLength !== undefined || settings.offlineSignIn !== undefined) {
        await resetRosters(tx, signedIn.organizationId);
      }
      const losers =
        settings.signInStyle === undefined || settings.signInStyle === before.signInStyle
          ? []
          : await changeSignInStyle(context, tx, settings.signInStyle, revision);
      const changed = describeChange(before, given);
      if (Object.keys(changed).length === 0) return;
      await record(tx, act, 'organization.changed', {
        detail: {
          ...changed,
          ...(losers.length > 0 && {
            pinsLost: losers.length,
            pinsLostBy: losers.slice(0, namedMost).map(displayName),
          }),
        },
      });
    });
  }
  return getOrganization(context, organizationId);
}
