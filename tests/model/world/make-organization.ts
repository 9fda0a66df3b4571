// The organization of a history as it is on its first day: units, roles, and people with PINs.
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { fold } from '../../../src/contract/fields.ts';
import { allPermissions } from '../../../src/contract/permissions.ts';
import { storePin } from '../../../src/server/crypto/pin-secret.ts';
import { organizations, roles, units, users, userUnits } from '../../../src/server/database/schema.ts';
import { createOrganization } from '../../../src/server/domain/organization/new-organization.ts';
import type { ModelServer } from './model-server.ts';
import type { ModelOrganization, SignInStyle } from './organization.ts';
import { hashOf, pinAt, pinSalt } from './pins.ts';

export async function makeOrganization(
  { context, clock }: ModelServer,
  signInStyle: SignInStyle,
): Promise<ModelOrganization> {
  const id = randomUUID();
  const ownerId = randomUUID();
  const [north, bakery, south] = [randomUUID(), randomUUID(), randomUUID()];
  const rows = await context.database.acrossOrganizations(async (tx) => {
    const ids = await createOrganization(tx, id, 'Bakery', clock.now);
    await tx.update(organizations).set({ pinSalt, signInStyle }).where(eq(organizations.id, id));
    await tx.insert(units).values(
      [
        { id: north, name: 'North', parentId: null },
        { id: bakery, name: 'Bakery', parentId: north },
        { id: south, name: 'South', parentId: null },
      ].map((unit) => ({ ...unit, organizationId: id, nameFolded: fold(unit.name) })),
    );
    await tx.insert(users).values({
      id: ownerId,
      organizationId: id,
      roleId: ids.get('owner') ?? '',
      username: 'owner',
      usernameFolded: 'owner',
      revision: 1,
      createdAt: clock.now,
    });
    const own = { name: 'Bakers', nameFolded: 'bakers', permissions: ['tablet:use' as const] };
    await tx.insert(roles).values({ ...own, id: randomUUID(), organizationId: id, revision: 1 });
    return tx.select().from(roles).where(eq(roles.organizationId, id));
  });
  return {
    id,
    ownerId,
    signInStyle,
    users: new Map(),
    roles: new Map(
      rows.map((row) => [
        row.id,
        {
          id: row.id,
          name: row.name,
          permissions: allPermissions.filter((name) => row.permissions.includes(name)),
          isBuiltIn: row.builtIn !== null,
        },
      ]),
    ),
    units: new Map([
      [north, null],
      [bakery, north],
      [south, null],
    ]),
    offlineSignIn: true,
    pinLength: 6,
    leaseHours: 24,
  };
}

/** The people of the first day, written at once. */
export async function addFirstPeople(
  { context, clock }: ModelServer,
  organization: ModelOrganization,
  roleId: string,
  unitIds: readonly (string | null)[],
): Promise<number> {
  const people = unitIds.map((unitId, at) => {
    const id = randomUUID();
    const pin = pinAt(at + 1, 6);
    const stored = storePin(context.keys, organization.signInStyle, id, hashOf(pin));
    return { id, unitId, pin, username: `person-${at + 1}`, stored };
  });
  await context.database.inOrganization(organization.id, async (tx) => {
    await tx.insert(users).values(
      people.map(({ id, username, stored }) => ({
        id,
        organizationId: organization.id,
        roleId,
        username,
        usernameFolded: username,
        ...stored,
        pinLength: 6,
        pinSetAt: clock.now,
        revision: 1,
        createdAt: clock.now,
      })),
    );
    const limits = people.flatMap(({ id: userId, unitId }) => (unitId ? [{ userId, unitId }] : []));
    await tx.insert(userUnits).values(limits.map((limit) => ({ ...limit, organizationId: organization.id })));
  });
  for (const { id, username, pin, unitId } of people) {
    organization.users.set(id, {
      id,
      username,
      firstName: '',
      roleId,
      state: 'active',
      pin,
      pinSetAt: clock.now.getTime(),
      isTemporary: false,
      failures: 0,
      unitIds: unitId === null ? [] : [unitId],
    });
  }
  return people.length;
}
