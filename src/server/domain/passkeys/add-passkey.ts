// Adding a passkey to one's own account: what the browser is asked to make, and what is kept of it.
import { randomUUID } from 'node:crypto';
import { unsettledHours } from '../../../contract/durations.ts';
import type { NewPasskey, Passkey, PasskeyCreation } from '../../../contract/endpoints/passkeys.ts';
import { challengeMs, makeChallenge } from '../../crypto/passkey-challenges.ts';
import { isTaken, type Queries } from '../../database/database.ts';
import { passkeys } from '../../database/schema.ts';
import { type MailPerson, tellPerson } from '../../mail/tell-person.ts';
import { type Act, record } from '../access/act.ts';
import { displayName } from '../access/display-name.ts';
import { ProblemError } from '../access/problem-error.ts';
import { mayComeIn, requireOwnSecret, type SignedIn } from '../access/signed-in.ts';
import { requirePasskeyBeside } from '../access/step-up.ts';
import { lockPerson } from '../links/person-of-link.ts';
import { raiseByPasskey, requireStanding, sessionOver } from '../sign-in/account-session.ts';
import { describeUserAgent } from '../sign-in/describe-user-agent.ts';
import { describeCredentials, describePasskey, readPasskeys } from './passkeys.ts';
import { algorithms, loadWebAuthn, relyingParty, userHandle, verifyNewPasskey } from './verify-passkey.ts';

const passkeysMost = 20;

function requireRoom(present: readonly unknown[]): void {
  if (present.length < passkeysMost) return;
  throw new ProblemError(
    'passkeys_full',
    `Your account already has ${passkeysMost} passkeys. Remove one you no longer use.`,
  );
}

/** What the browser needs to make a passkey; authenticators that hold one of this user already make no second. */
export async function startPasskey({ context, signedIn }: Act): Promise<PasskeyCreation> {
  requireOwnSecret(signedIn);
  const { user, organizationId, organizationName, sessionId } = signedIn;
  const present = await context.database.inOrganization(organizationId, (tx) => readPasskeys(tx, user.id));
  requireRoom(present);
  const { generateRegistrationOptions } = await loadWebAuthn();
  const {
    challenge,
    rp,
    user: account,
    pubKeyCredParams,
  } = await generateRegistrationOptions({
    rpName: 'Floorkey',
    rpID: relyingParty(context).id,
    userID: userHandle(user.id),
    // One address may have accounts in several organizations: the chooser of passkeys shows only this.
    userName: `${user.email ?? user.username} (${organizationName})`,
    userDisplayName: displayName(user),
    challenge: makeChallenge(
      context.keys.passkeyChallenge,
      { purpose: 'register', sessionId },
      context.clock(),
    ),
    supportedAlgorithmIDs: algorithms,
  });
  return {
    challenge,
    rp: { id: relyingParty(context).id, name: rp.name },
    user: account,
    pubKeyCredParams,
    timeout: challengeMs,
    attestation: 'none',
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
    excludeCredentials: describeCredentials(present),
  };
}

/** The user, held still, whose session has not been ended meanwhile: by a new password, or a suspension. */
async function lockSignedIn(tx: Queries, { user, sessionId }: SignedIn): Promise<MailPerson> {
  const person = await lockPerson(tx, user.id);
  await requireStanding(tx, sessionId);
  if (person && mayComeIn(person.user) && person.user.passwordHash !== null) return person;
  throw sessionOver();
}

/** Named after the browser, and numbered where that name is there already. */
function nameAfter(browser: string | null, present: readonly { name: string }[]): string {
  const base = browser ?? 'Passkey';
  const taken = new Set(present.map(({ name }) => name));
  let name = base;
  for (let number = 2; taken.has(name); number += 1) name = `${base} ${number}`;
  return name;
}

/**
 * Keeps a passkey that was just made, and says so by mail. Its authenticator has just verified the user, so the session goes
 * on as one in which it was used.
 * @returns the passkey, and the token for the cookie: the one before is worth nothing from then on
 * @throws ProblemError `step_up_required` where a passkey is required and another one is there already, `passkey_refused`, `passkey_expired`, `passkey_taken`, `passkeys_full`
 */
export async function addPasskey(act: Act, made: NewPasskey): Promise<{ passkey: Passkey; token: string }> {
  const { context, signedIn } = act;
  requireOwnSecret(signedIn);
  const { organizationId, user, sessionId } = signedIn;
  const now = context.clock();
  return context.database
    .inOrganization(organizationId, async (tx) => {
      const person = await lockSignedIn(tx, signedIn);
      const present = await readPasskeys(tx, user.id);
      // Of two who know the password, only one adds the first passkey that is required.
      requirePasskeyBeside({ ...signedIn, hasPasskey: present.length > 0 }, now);
      requireRoom(present);
      const verified = await verifyNewPasskey(context, tx, made, { purpose: 'register', sessionId });
      const row = {
        id: randomUUID(),
        organizationId,
        userId: user.id,
        ...verified,
        name: nameAfter(describeUserAgent(act.origin.userAgent), present),
        createdAt: now,
        lastUsedAt: null,
      };
      await tx.insert(passkeys).values(row);
      const token = await raiseByPasskey(tx, sessionId, now);
      await record(tx, act, 'account.passkey-added', { detail: { passkey: row.name } });
      const news = { kind: 'passkey-added', passkeyName: row.name, hours: unsettledHours } as const;
      if (person.user.email) await tellPerson(context, tx, person, person.user.email, news);
      return { passkey: describePasskey(row), token };
    })
    .catch((error: unknown) => {
      if (!isTaken(error, 'passkeys_credential')) throw error;
      throw new ProblemError('passkey_taken', 'This passkey has already been added. Create another one.');
    });
}
