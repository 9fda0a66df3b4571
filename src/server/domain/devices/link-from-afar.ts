// Linking a tablet from afar: the tablet asks and shows a code, an admin elsewhere approves it, the tablet claims its token.
import { createHmac, randomInt, randomUUID } from 'node:crypto';
import { and, eq, gt, isNull } from 'drizzle-orm';
import { pairingCodeMinutes } from '../../../contract/durations.ts';
import type { EndpointAnswer } from '../../../contract/endpoint.ts';
import {
  type claimLink as claimLinkEndpoint,
  linkCodeAlphabet,
  linkCodeLength,
} from '../../../contract/endpoints/device-links.ts';
import type { Device } from '../../../contract/endpoints/devices.ts';
import type { Context } from '../../context.ts';
import { organizationKey } from '../../crypto/organization-keys.ts';
import { makeToken } from '../../crypto/tokens.ts';
import type { Queries } from '../../database/database.ts';
import { accountSessions, devices, linkRequests, organizations } from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import type { ProvenKey } from '../access/call.ts';
import { changeOrganization } from '../access/change.ts';
import { ProblemError } from '../access/problem-error.ts';
import type { Origin } from '../access/signed-in.ts';
import { describeUserAgent } from '../sign-in/describe-user-agent.ts';
import { insertDevice } from './authorize-device.ts';
import { getDevice } from './device-view.ts';

/** How long a code works, in milliseconds. */
export const linkCodeMs = pairingCodeMinutes * 60_000;

/** So many codes a session may get wrong in a quarter of an hour. */
const wrongCodes = { by: 'user', points: 5, seconds: 900 } as const;

const makeCode = () =>
  Array.from({ length: linkCodeLength }, () => linkCodeAlphabet[randomInt(linkCodeAlphabet.length)]).join('');

// 39 bits would be found in a stolen table; the key is not in it.
const hashCode = ({ keys }: Pick<Context, 'keys'>, code: string) =>
  createHmac('sha256', keys.momentary).update(`link code ${code}`).digest();

function linkExpired(): ProblemError {
  return new ProblemError('link_expired', 'This code has expired. Enter the new one shown on the device.');
}

/** Notes that a tablet asks; nothing about it is believed but that it holds its key. @returns the code for it to show */
export async function askForLink(
  context: Context,
  key: ProvenKey,
  origin: Origin,
): Promise<{ id: string; code: string; expiresAt: string }> {
  const now = context.clock();
  const id = randomUUID();
  const code = makeCode();
  const expiresAt = new Date(now.getTime() + linkCodeMs);
  await context.database.acrossOrganizations((tx) =>
    tx
      .insert(linkRequests)
      .values({ id, codeHash: hashCode(context, code), ...key, ...origin, createdAt: now, expiresAt }),
  );
  return { id, code: `${code.slice(0, 4)}-${code.slice(4)}`, expiresAt: expiresAt.toISOString() };
}

/** @throws ProblemError `link_expired`, also for a request of another key: it tells nothing */
async function findOwnRequest(tx: Queries, linkId: string, key: ProvenKey, now: Date) {
  const [request] = await tx.select().from(linkRequests).where(eq(linkRequests.id, linkId)).for('update');
  if (!request) throw new ProblemError('not_found', 'There is no such endpoint.');
  if (request.thumbprint !== key.thumbprint || request.expiresAt <= now) throw linkExpired();
  return request;
}

type ClaimedLink = NonNullable<EndpointAnswer<typeof claimLinkEndpoint>['linked']>;

/**
 * Tells the tablet whether it was approved, and hands it its token: a new one each time that it asks before its first
 * request as a device, since an answer may be lost.
 */
export async function claimLink(
  { database, clock, keys }: Context,
  key: ProvenKey,
  linkId: string,
): Promise<ClaimedLink | null> {
  const now = clock();
  return database.acrossOrganizations(async (tx) => {
    const request = await findOwnRequest(tx, linkId, key, now);
    if (!request.deviceId) return null;
    const { token, secretHash } = makeToken(request.deviceId);
    const [device] = await tx
      .update(devices)
      .set({ secretHash })
      .where(and(eq(devices.id, request.deviceId), isNull(devices.lastSeenAt), isNull(devices.revokedAt)))
      .returning();
    if (!device) throw linkExpired();
    await tx.update(linkRequests).set({ claimedAt: now }).where(eq(linkRequests.id, linkId));
    const [organization] = await tx
      .select({ name: organizations.name })
      .from(organizations)
      .where(eq(organizations.id, device.organizationId));
    return {
      device: { id: device.id, name: device.name, authorizedAt: device.authorizedAt.toISOString() },
      token,
      organizationName: organization?.name ?? '',
      organizationKey: organizationKey(keys, device.organizationId),
    };
  });
}

/**
 * Finds a request by its code; tries are counted before the look. The fifth wrong code within a quarter of an hour ends the
 * session that tries, whatever right ones came between.
 * @throws ProblemError `link_invalid`, `link_expired`, `too_many_attempts`
 */
async function findByCode({ context, signedIn }: Act, code: string) {
  const { attemptLimits, database, clock } = context;
  const left = await attemptLimits.count('link-code', wrongCodes, signedIn.sessionId);
  const [request] = await database.lookUp
    .select()
    .from(linkRequests)
    .where(eq(linkRequests.codeHash, hashCode(context, code)));
  if (!request || request.deviceId) {
    if (left === 0) {
      await database.inOrganization(signedIn.organizationId, (tx) =>
        tx.delete(accountSessions).where(eq(accountSessions.id, signedIn.sessionId)),
      );
      throw new ProblemError('link_invalid', 'That was the fifth wrong code, so you were signed out.');
    }
    throw new ProblemError(
      'link_invalid',
      `No device shows this code. Check it: ${left} ${left === 1 ? 'try' : 'tries'} left.`,
    );
  }
  if (request.expiresAt <= clock()) throw linkExpired();
  // Not more than this one: anybody can have a right code, of a tablet of their own.
  await attemptLimits.giveBack('link-code', wrongCodes, signedIn.sessionId);
  return request;
}

/** What asks under a code, for the admin to compare with the tablet. */
export async function findLinkRequest(act: Act, code: string) {
  const request = await findByCode(act, code);
  return {
    id: request.id,
    browser: describeUserAgent(request.userAgent) ?? 'An unknown browser',
    address: request.address,
    askedAt: request.createdAt.toISOString(),
    expiresAt: request.expiresAt.toISOString(),
  };
}

/**
 * Makes a device of the tablet that shows the code; of two approvals at once one gets through.
 * @throws ProblemError `link_invalid` when the code is not that of the request, or somebody approved it before
 */
export async function approveLink(
  act: Act,
  linkId: string,
  { code, name, unitId }: { code: string; name: string; unitId?: string | null | undefined },
): Promise<Device> {
  const { context, signedIn } = act;
  const request = await findByCode(act, code);
  if (request.id !== linkId)
    throw new ProblemError('not_found', 'This device is no longer waiting to be paired.');
  const now = context.clock();
  const { publicKey, thumbprint } = request;
  // Replaced when the tablet claims its own; nobody holds this one.
  const { id, secretHash } = makeToken();
  return changeOrganization(context, signedIn.organizationId, async (tx) => {
    const wish = { id, secretHash, name, unitId, publicKey, thumbprint, fromAfar: true };
    await insertDevice(tx, act, wish, now);
    const approved = await tx
      .update(linkRequests)
      .set({ deviceId: id })
      .where(and(eq(linkRequests.id, linkId), isNull(linkRequests.deviceId), gt(linkRequests.expiresAt, now)))
      .returning({ id: linkRequests.id });
    if (approved.length === 0) {
      throw new ProblemError('link_invalid', 'Somebody else has just approved this device.');
    }
    return getDevice(tx, act, id);
  });
}
