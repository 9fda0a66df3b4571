// Authorizing the tablet that an admin is signed in on.
import { eq } from 'drizzle-orm';
import type { Device } from '../../../contract/endpoints/devices.ts';
import { fold } from '../../../contract/fields.ts';
import type { PublicKey } from '../../../contract/public-key.ts';
import type { Context } from '../../context.ts';
import { organizationKey, organizationKeyThumbprint } from '../../crypto/organization-keys.ts';
import { makeToken } from '../../crypto/tokens.ts';
import { isTaken, type Queries } from '../../database/database.ts';
import { devices } from '../../database/schema.ts';
import { type Act, aboutDevice, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { fieldProblem } from '../access/problem-error.ts';
import { readTree, requireReachable } from '../units/unit-tree.ts';
import { getDevice } from './device-view.ts';
import { relinkDevice } from './relink-device.ts';

/** The refusal of a second device of the same name, at its field; anything else is thrown on. */
export function explainTaken(error: unknown): never {
  if (!isTaken(error, 'devices_name')) throw error;
  throw fieldProblem('device_name_taken', 'name', 'Another device has this name. Choose a different one.');
}

export type NewDevice = {
  name: string;
  /** Left out: none, or the first of those to which the one who authorizes is limited. */
  unitId?: string | null | undefined;
  /** The device in force that the tablet was before it lost its storage. */
  replaces?: string | undefined;
  /** What it was at a server that knew it. */
  former?: { id: string; pinnedKey: string } | undefined;
  publicKey: PublicKey;
  thumbprint: string;
};

type InsertedDevice = Omit<NewDevice, 'replaces' | 'former'> & {
  id: string;
  secretHash: Buffer;
  fromAfar?: boolean;
};

/**
 * Writes a device with its audit event, in the transaction of the caller.
 * @throws ProblemError `device_name_taken` at the field `name`; at `unitId` for one out of reach
 */
export async function insertDevice(
  tx: Queries,
  act: Act,
  { id, secretHash, name, unitId: wantedUnitId, publicKey, thumbprint, fromAfar = false }: InsertedDevice,
  now: Date,
): Promise<void> {
  const { signedIn } = act;
  const { organizationId, user } = signedIn;
  const tree = await readTree(tx, signedIn);
  const unitId = wantedUnitId === undefined ? (tree.scope?.[0] ?? null) : wantedUnitId;
  requireReachable(tree, 'unitId', unitId);
  await tx
    .insert(devices)
    .values({
      id,
      organizationId,
      unitId,
      name,
      nameFolded: fold(name),
      secretHash,
      publicKey,
      thumbprint,
      authorizedAt: now,
      authorizedBy: user.id,
      remoteWipe: 'works',
    })
    .catch(explainTaken);
  const unit = unitId ? { unit: tree.rows.get(unitId)?.name ?? null } : {};
  await record(tx, act, 'device.authorized', {
    ...aboutDevice({ id, name }),
    detail: { keyThumbprint: thumbprint, ...unit, ...(fromAfar ? { fromAfar } : {}) },
  });
}

type AuthorizedDevice = {
  device: Device;
  token: string;
  chain: { sequence: number; hash: string };
  organizationKey: PublicKey;
};

/** The id of a tablet that was of this organization, by the key that it has pinned, and that this database has lost. */
async function findLostId(
  { keys, database }: Context,
  organizationId: string,
  former: NewDevice['former'],
): Promise<string | undefined> {
  if (!former || former.pinnedKey !== (await organizationKeyThumbprint(keys, organizationId)))
    return undefined;
  const [known] = await database.lookUp
    .select({ id: devices.id })
    .from(devices)
    .where(eq(devices.id, former.id));
  return known ? undefined : former.id;
}

/**
 * Makes a device of the tablet whose key was proven.
 * @returns the device, and its token: the only time that it is in clear on the server
 * @throws ProblemError `device_name_taken` at the field `name`; at `unitId` for one out of reach; `not_found` for one to
 * replace that is revoked or out of reach
 */
export async function authorizeDevice(
  act: Act,
  { replaces, former, ...wish }: NewDevice,
): Promise<AuthorizedDevice> {
  const { context, signedIn } = act;
  const { organizationId } = signedIn;
  const { id, token, secretHash } = makeToken(
    replaces ?? (await findLostId(context, organizationId, former)),
  );
  const now = context.clock();
  return changeOrganization(context, organizationId, async (tx) => {
    const made = { id, secretHash, ...wish };
    const chain = replaces
      ? await relinkDevice(tx, act, made, now)
      : await insertDevice(tx, act, made, now).then(() => ({ sequence: 0, hash: '' }));
    const device = await getDevice(tx, act, id);
    return { device, token, chain, organizationKey: organizationKey(context.keys, organizationId) };
  });
}
