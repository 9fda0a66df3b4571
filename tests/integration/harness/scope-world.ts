// Two organizations with people, devices and partners in every place, all of them with names that can be found in any answer.
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { type BuiltInRoleKey, builtInRoles } from '../../../src/contract/built-in-roles.ts';
import { fold } from '../../../src/contract/fields.ts';
import type { Permission } from '../../../src/contract/permissions.ts';
import { devices, roles, units, users } from '../../../src/server/database/schema.ts';
import { openAccountSession } from '../../../src/server/domain/sign-in/account-session.ts';
import { type AccessWorld, makeAccessWorld } from './access-world.ts';
import { type Place, PlaceBuilder, places, type Setting, type Thing } from './scope-places.ts';
import { TestDevice } from './test-device.ts';

/** How far those who ask reach. */
export type Scope = 'whole' | 'unit-a' | 'partner-1';
const visible: Record<Scope, readonly Place[]> = {
  whole: places.filter((place) => place !== 'elsewhere'),
  'unit-a': ['site-a', 'line-a'],
  'partner-1': ['partner-1'],
};

export type Caller = {
  readonly name: string;
  readonly scope: Scope;
  readonly permissions: ReadonlySet<Permission>;
  readonly organizationId: string;
  readonly userId: string;
};

export type ScopeWorld = AccessWorld & {
  readonly things: readonly Thing[];
  readonly callers: readonly Caller[];
  readonly unitA: string;
  readonly partner1: string;
  /** Adds to and changes everything that those limited to unit A, and the people of partner 1, don't see. */
  changeOutOfReach(): Promise<void>;
};

/** What the one who asks must not hear of. */
export function listHidden({ things }: ScopeWorld, scope: Scope): readonly Thing[] {
  // Which companies are partners is no matter of units.
  const isOpen = ({ kind, place }: Thing) =>
    scope === 'unit-a' && kind === 'partners' && place !== 'elsewhere';
  return things.filter((thing) => !visible[scope].includes(thing.place) && !isOpen(thing));
}

/** A session of a caller, opened just now; a tablet that holds a key, for endpoints that want a proof. */
export async function enter({ server }: ScopeWorld, { organizationId, userId }: Caller): Promise<TestDevice> {
  const client = await TestDevice.make(server.url);
  const token = await server.context.database.inOrganization(organizationId, (tx) =>
    openAccountSession(tx, { organizationId, userId }, { address: null, userAgent: null }, server.clock.now),
  );
  client.cookies.set('floorkey', token);
  return client;
}

type RoleRow = { id: string; permissions: readonly Permission[] };

async function addRole(
  build: PlaceBuilder,
  place: Place,
  organizationId: string,
  permissions: readonly Permission[],
) {
  const name = `Role-of-${place}`;
  const id = place === 'elsewhere' ? build.note(place, 'roles', randomUUID(), name) : randomUUID();
  await build.tx
    .insert(roles)
    .values({ id, organizationId, name, nameFolded: fold(name), permissions: [...permissions], revision: 1 });
  return { id, permissions };
}

/** Makes the world on a database of its own. */
export async function makeScopeWorld(): Promise<ScopeWorld> {
  const world = await makeAccessWorld();
  const here = world.owner.session.organization.id;
  const there = world.stranger.session.organization.id;
  const builtIn = await world.rows.query('select id, built_in as key from roles where organization_id = $1', [
    here,
  ]);
  const roleOf = (key: BuiltInRoleKey): RoleRow => {
    const id = String(builtIn.find((row) => row.key === key)?.id);
    return { id, permissions: builtInRoles[key].permissions };
  };
  return world.server.context.database.acrossOrganizations(async (tx) => {
    const build = new PlaceBuilder(world, tx);
    const top = await build.addUnit('top', here, null);
    const a = await build.addUnit('site-a', here, top);
    const b = await build.addUnit('site-b', here, top);
    const lineA = await build.addUnit('line-a', here, a);
    const lineB = await build.addUnit('line-b', here, b);
    const far = await build.addUnit('elsewhere', there, null);
    const partner1 = await build.addPartner('partner-1', here);
    const partner2 = await build.addPartner('partner-2', here);
    await build.addPartner('elsewhere', there);
    const clerk = await addRole(build, 'whole', here, [
      'users:read',
      'pins:answer',
      'partners:read',
      'units:read',
      'devices:read',
      'audit:read',
    ]);
    const theirs = await addRole(build, 'elsewhere', there, ['tablet:use']);
    const staff = roleOf('staff').id;
    const settings: Record<Place, Setting> = {
      whole: { organizationId: here, roleId: staff, unitIds: [], partnerId: null },
      top: { organizationId: here, roleId: staff, unitIds: [top], partnerId: null },
      'site-a': { organizationId: here, roleId: staff, unitIds: [a], partnerId: null },
      'line-a': { organizationId: here, roleId: staff, unitIds: [lineA], partnerId: null },
      'site-b': { organizationId: here, roleId: staff, unitIds: [b], partnerId: null },
      'line-b': { organizationId: here, roleId: staff, unitIds: [lineB], partnerId: null },
      both: { organizationId: here, roleId: staff, unitIds: [b, a], partnerId: null },
      'partner-1': { organizationId: here, roleId: roleOf('partner').id, unitIds: [], partnerId: partner1 },
      'partner-2': { organizationId: here, roleId: roleOf('partner').id, unitIds: [], partnerId: partner2 },
      elsewhere: { organizationId: there, roleId: theirs.id, unitIds: [far], partnerId: null },
    };
    for (const place of places) await build.fill(place, settings[place]);
    const callers: Caller[] = [];
    const addCaller = async (scope: Scope, label: string, { id: roleId, permissions }: RoleRow) => {
      const place = scope === 'unit-a' ? 'site-a' : scope;
      const name = `${label} of ${scope}`;
      const userId = await build.addPerson(place, `${scope}-${label}`, { ...settings[place], roleId });
      callers.push({ name, scope, permissions: new Set(permissions), organizationId: here, userId });
    };
    for (const key of ['owner', 'admin', 'manager', 'staff'] as const)
      await addCaller('whole', key, roleOf(key));
    for (const key of ['admin', 'manager', 'staff'] as const) await addCaller('unit-a', key, roleOf(key));
    for (const scope of ['whole', 'unit-a'] as const) await addCaller(scope, 'clerk', clerk);
    for (const key of ['partner-manager', 'partner'] as const) await addCaller('partner-1', key, roleOf(key));
    // A role beyond what partners may have gives a partner's person no more than that.
    await addCaller('partner-1', 'admin', {
      ...roleOf('admin'),
      permissions: builtInRoles['partner-manager'].permissions,
    });
    const changeOutOfReach = () =>
      world.server.context.database.acrossOrganizations(async (again) => {
        const more = new PlaceBuilder(world, again);
        const round = randomUUID();
        for (const place of ['site-b', 'line-b', 'both', 'partner-2', 'elsewhere'] as const) {
          const { organizationId } = settings[place];
          await more.fill(place, settings[place], `${place}-${round}`);
          await more.addUnit(
            place,
            organizationId,
            place === 'elsewhere' ? null : b,
            `Unit ${round} of ${place}`,
          );
        }
        await again
          .update(users)
          .set({ state: 'suspended', firstName: round })
          .where(eq(users.roleId, theirs.id));
        await again
          .update(devices)
          .set({ revokedAt: world.server.clock.now })
          .where(eq(devices.unitId, lineB));
        await again.update(units).set({ name: round, nameFolded: round }).where(eq(units.id, lineB));
      });
    return { ...world, things: build.things, callers, unitA: a, partner1, changeOutOfReach };
  });
}
