// Good requests of the endpoints about PINs, which must find the PINs that they name as they were.
import { randomInt, randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { findPinWeakness } from '../../../src/contract/pin-rules.ts';
import { pinRequests, users } from '../../../src/server/database/schema.ts';
import { preparePin } from '../../../src/server/domain/pins/user-pin.ts';
import type { AccessWorld } from './access-world.ts';
import type { RawInput } from './api-client.ts';
import { testPassword } from './test-organization.ts';

/** The PIN of the owner who is signed in at the counter. */
export const counterPin = '718305';

/** A PIN that is not too easy to guess. */
export function drawPin(length = 6): string {
  for (;;) {
    const pin = String(randomInt(10 ** length)).padStart(length, '0');
    if (!findPinWeakness(pin, length)) return pin;
  }
}

/** Somebody of the staff who has a PIN. */
async function findPinHolder({ rows, owner }: AccessWorld): Promise<string> {
  const [holder] = await rows.query(
    `select users.id from users join roles on roles.id = role_id
     where users.organization_id = $1 and built_in = 'staff' and pin_sealed is not null limit 1`,
    [owner.session.organization.id],
  );
  return String(holder?.id);
}

/** Gives whoever has an account, anywhere, and the owner at the counter, one and the same PIN: each is asked only for their own. */
export async function checkOwnPinRequest({ server, rows }: AccessWorld): Promise<RawInput> {
  const { context } = server;
  const holders = await rows.query(
    `select users.id, users.organization_id, email from users join roles on roles.id = role_id
     where state = 'active' and (email is not null or built_in = 'owner')`,
    [],
  );
  for (const { id, organization_id: organization, email } of holders) {
    const [userId, organizationId] = [String(id), String(organization)];
    const stored = await preparePin(context, organizationId, userId, counterPin);
    const lookUp = email === null ? {} : { pinLookup: null };
    await context.database.inOrganization(organizationId, (tx) =>
      tx
        .update(users)
        .set({ ...stored, ...lookUp, pinFailures: 0 })
        .where(eq(users.id, userId)),
    );
  }
  return { body: { currentPin: counterPin } };
}

/** Takes the PINs of accounts away, gives the owner at the counter theirs back, and changes either. */
export async function changeOwnPinRequest({ server, rows, owner }: AccessWorld): Promise<RawInput> {
  const { id: organizationId } = owner.session.organization;
  const { context } = server;
  await rows.query(
    'update users set pin_sealed = null, pin_lookup = null, pin_length = null where email is not null',
  );
  const [atCounter] = await rows.query(
    `select users.id from users join roles on roles.id = role_id
     where users.organization_id = $1 and built_in = 'owner' and email is null`,
    [organizationId],
  );
  const id = String(atCounter?.id);
  const stored = await preparePin(context, organizationId, id, counterPin);
  await context.database.inOrganization(organizationId, (tx) =>
    tx.update(users).set(stored).where(eq(users.id, id)),
  );
  return { body: { currentPin: counterPin, password: testPassword, newPin: drawPin() } };
}

/** Asks for a new PIN of somebody of the staff. */
export async function requestPinRequest(world: AccessWorld): Promise<RawInput> {
  return { body: { userId: await findPinHolder(world) } };
}

/** Names a request for a new PIN that was made just now. */
export async function openPinRequest(world: AccessWorld): Promise<{ requestId: string }> {
  const { id: organizationId } = world.owner.session.organization;
  const requestId = randomUUID();
  const userId = await findPinHolder(world);
  const request = { id: requestId, organizationId, userId, deviceId: world.tablet.id };
  await world.rows.query('delete from pin_requests');
  await world.server.context.database.inOrganization(organizationId, (tx) =>
    tx.insert(pinRequests).values({ ...request, createdAt: world.server.clock.now }),
  );
  return { requestId };
}
