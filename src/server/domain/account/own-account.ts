// One's own account: what stands for it, and a change of one's own name and language.
import { eq } from 'drizzle-orm';
import type { Account } from '../../../contract/endpoints/account.ts';
import type { Language } from '../../../contract/languages.ts';
import { users } from '../../database/schema.ts';
import { type Act, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { requireOwnSecret, type SignedIn } from '../access/signed-in.ts';
import { findPendingEmail } from '../links/pending-email.ts';
import { readDemands } from '../sign-in/required-passkey.ts';

/** What the screen of one's own account needs besides the session. */
export async function getAccount({ context: { database, clock }, signedIn }: Act): Promise<Account> {
  const { organizationId, user } = signedIn;
  return database.inOrganization(organizationId, async (tx) => {
    const pending = await findPendingEmail(tx, user.id, clock());
    const { passwordMinLength } = await readDemands(tx, user.id);
    return {
      passwordMinLength,
      pendingEmail: pending && { email: pending.email, expiresAt: pending.expiresAt.toISOString() },
    };
  });
}

type AccountChange = {
  firstName?: string | undefined;
  lastName?: string | undefined;
  language?: Language | null | undefined;
};

/** Changes one's own name and language; the tablets hear of a new name. @returns the session as it is from then on */
export async function updateAccount(act: Act, change: AccountChange): Promise<SignedIn> {
  const { context, signedIn } = act;
  requireOwnSecret(signedIn);
  const { organizationId, user } = signedIn;
  const { firstName, lastName, language } = change;
  // Only what is given and differs is written: an admin may be changing the rest right now.
  const given: Partial<Pick<SignedIn['user'], 'firstName' | 'lastName' | 'language'>> = {
    ...(firstName === undefined || firstName === user.firstName ? {} : { firstName }),
    ...(lastName === undefined || lastName === user.lastName ? {} : { lastName }),
    ...(language === undefined || language === user.language ? {} : { language }),
  };
  const changed = Object.keys(given);
  if (changed.length === 0) return signedIn;
  await changeOrganization(context, organizationId, async (tx, revision) => {
    await tx
      .update(users)
      .set({ ...given, revision })
      .where(eq(users.id, user.id));
    await record(tx, act, 'account.changed', { detail: { changed } });
  });
  return { ...signedIn, user: { ...user, ...given } };
}
