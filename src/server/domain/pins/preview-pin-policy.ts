// What another sign-in style or PIN length would mean, before it is decided.
import { eq } from 'drizzle-orm';
import type { PinPolicyEffect, SignInStyle } from '../../../contract/endpoints/organization.ts';
import { organizations } from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import { requireWholeOrganization } from '../access/unit-scope.ts';
import { findPinChange, findSharedPins, readPinHolders } from './pin-policy.ts';
import { mayTellOfShared } from './taken-pins.ts';

/**
 * Counts only: who shares a PIN with whom must not be told while both still have it, and their number only a few times a
 * day, since one who sets a PIN before sees by it whether somebody has that one.
 */
export async function previewPinPolicy(
  act: Act,
  wanted: { pinLength: number; signInStyle: SignInStyle },
): Promise<PinPolicyEffect> {
  const { context, signedIn } = act;
  const { database, keys } = context;
  const { organizationId, user } = signedIn;
  const { holders, becomesPinOnly, mayTell } = await database.inOrganization(organizationId, async (tx) => {
    await requireWholeOrganization(tx, user.id, 'The settings of the organization are');
    const [row] = await tx
      .select({ style: organizations.signInStyle })
      .from(organizations)
      .where(eq(organizations.id, organizationId));
    const becomesPinOnly = row?.style === 'name-then-pin' && wanted.signInStyle === 'pin';
    return {
      holders: await readPinHolders(tx),
      becomesPinOnly,
      mayTell: !becomesPinOnly || (await mayTellOfShared(tx, act)),
    };
  });
  const { sharers } = becomesPinOnly && mayTell ? await findSharedPins(keys, holders) : { sharers: [] };
  const losing = new Set(sharers.map(({ id }) => id));
  const changing = holders.filter(
    ({ id, pinLength }) =>
      !losing.has(id) &&
      findPinChange({ pinMustChange: false, pinExpiresAt: null, pinLength }, wanted.pinLength) !== null,
  );
  return { withPin: holders.length, mustChange: changing.length, lose: mayTell ? losing.size : null };
}
