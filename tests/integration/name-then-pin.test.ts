// Signing in by name, then PIN: the PIN belongs to the name, and is disabled after ten wrong ones in a row.
import { eq } from 'drizzle-orm';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { listAuditEvents } from '../../src/contract/endpoints/audit-events.ts';
import { listUsers, type User, updateUser } from '../../src/contract/endpoints/users.ts';
import { problemSchema } from '../../src/contract/problem.ts';
import { verifierOf } from '../../src/server/crypto/verifier.ts';
import { organizations, users } from '../../src/server/database/schema.ts';
import { type Answer, type ApiClient, codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addMember,
  addUser,
  type Member,
  openSession,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

const rightPin = '840372';
const wrongPin = '840373';

let server: TestServer;
let owner: Member;
let admin: ApiClient;
let organizationId: string;
let person: User;
let tablets = 0;

async function makeTablet(): Promise<TestDevice> {
  tablets += 1;
  const name = `Tablet ${tablets}`;
  const tablet = await TestDevice.make(server.url);
  await tablet.authorize(admin, name);
  return tablet;
}

beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  organizationId = owner.session.organization.id;
  person = await addUser(owner.client, 'staff', { pin: rightPin, firstName: 'Pia', lastName: 'Pin' });
});
beforeEach(async () => {
  // The clock of an earlier test may have run past the owner's fresh password.
  admin = await openSession(server, owner.session);
});

const problemOf = ({ body }: Answer) => problemSchema.parse(body);
const inOrganization = <T>(work: Parameters<typeof server.context.database.inOrganization<T>>[1]) =>
  server.context.database.inOrganization(organizationId, work);

describe('name, then PIN', () => {
  const setStyle = (signInStyle: 'pin' | 'name-then-pin') =>
    inOrganization((tx) =>
      tx.update(organizations).set({ signInStyle }).where(eq(organizations.id, organizationId)),
    );

  it('asks for the name, and lets two users have the same PIN', async () => {
    await setStyle('name-then-pin');
    const [a, b] = [
      await addUser(admin, 'staff', { pin: '482913' }),
      await addUser(admin, 'staff', { pin: '482913' }),
    ];
    const tablet = await makeTablet();
    expect(problemOf(await tablet.signInWithPin('482913'))).toMatchObject({
      code: 'validation_failed',
      errors: [{ field: 'userId' }],
    });
    for (const user of [a, b]) {
      expect((await tablet.signInWithPin('482913', user.id)).body).toMatchObject({
        session: { user: { id: user.id } },
      });
    }
    expect(codeOf(await tablet.signInWithPin('482913', crypto.randomUUID()))).toBe('wrong_pin');
    await setStyle('pin');
  });

  it('names in the audit trail whose PIN was tried', async () => {
    await setStyle('name-then-pin');
    const tablet = await makeTablet();
    const user = await addUser(admin, 'staff', { pin: '582914', firstName: 'Uma', lastName: 'Unit' });
    await tablet.signInWithPin(wrongPin, user.id);
    const query = { deviceId: tablet.id, action: 'pin.sign-in-failed' };
    expect((await admin.succeed(listAuditEvents, { query })).events).toMatchObject([
      { actor: null, subjectId: user.id, subject: 'Uma Unit' },
    ]);
    await setStyle('pin');
  });

  it('disables a PIN after ten wrong ones in a row over all tablets, until a new one is set', async () => {
    await setStyle('name-then-pin');
    const user = await addUser(admin, 'staff', { pin: '639174' });
    const tablets = [await makeTablet(), await makeTablet(), await makeTablet()];
    for (let count = 0; count < 10; count += 1) {
      const tablet = tablets[Math.floor(count / 4)];
      expect(
        codeOf(
          (await tablet?.signInWithPin(wrongPin, user.id)) ?? {
            status: 0,
            headers: new Headers(),
            body: null,
          },
        ),
      ).toBe('wrong_pin');
    }
    const fresh = await makeTablet();
    expect(codeOf(await fresh.signInWithPin('639174', user.id))).toBe('pin_disabled');
    const { users: found } = await admin.succeed(listUsers, { query: { search: user.username } });
    const disabled = found.find(({ id }) => id === user.id);
    expect(disabled?.pinDisabled).toBe(true);
    await admin.succeed(updateUser, {
      params: { userId: user.id },
      body: { revision: disabled?.revision ?? 0, pin: '639185' },
    });
    expect((await fresh.signInWithPin('639185', user.id)).status).toBe(200);
    await setStyle('pin');
  });

  it('evaluates exactly ten of many guesses at once at one user from many tablets', async () => {
    await setStyle('name-then-pin');
    const user = await addUser(admin, 'staff', { pin: '917364' });
    const tablets = await Promise.all(Array.from({ length: 4 }, makeTablet));
    await Promise.all(tablets.map((tablet) => tablet.pull()));
    const hash = vi.spyOn(server.context.hashing, 'hashPin');
    await Promise.all(
      tablets.flatMap((tablet) => Array.from({ length: 10 }, () => tablet.signInWithPin(wrongPin, user.id))),
    );
    expect(hash).toHaveBeenCalledTimes(10);
    hash.mockRestore();
    await setStyle('pin');
  });

  it('is not open as a second way, with a count of its own, where the PIN alone says who it is', async () => {
    const tablet = await makeTablet();
    const [organization] = await inOrganization((tx) => tx.select().from(organizations));
    const bitsOf = async (pin: string) =>
      verifierOf(await server.context.hashing.hashPin(pin, organization?.pinSalt ?? Buffer.alloc(0)));
    // One in 1,024 has the same 10 bits, and counts for the person for that.
    const unlike = (await bitsOf(wrongPin)) === (await bitsOf(rightPin)) ? '840374' : wrongPin;
    await tablet.signInWithPin(unlike, person.id);
    const [row] = await inOrganization((tx) => tx.select().from(users).where(eq(users.id, person.id)));
    expect(row?.pinFailures).toBe(0);
    const other = await addMember(server, admin, 'staff');
    expect((await tablet.signInWithPin(rightPin, other.user.id)).body).toMatchObject({
      session: { user: { id: person.id } },
    });
  });
});
