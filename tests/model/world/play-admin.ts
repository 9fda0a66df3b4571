// What admins do in a history: the product's own domain, with a process that may end at any statement.

import type { Permission } from '../../../src/contract/permissions.ts';
import { createRole, updateRole } from '../../../src/server/domain/change-role.ts';
import { updateUnit } from '../../../src/server/domain/change-unit.ts';
import { deleteRole } from '../../../src/server/domain/delete-role.ts';
import { deleteUsers } from '../../../src/server/domain/delete-users.ts';
import { updateOrganization } from '../../../src/server/domain/organization.ts';
import { ProblemError } from '../../../src/server/domain/problem-error.ts';
import { revokeDevice } from '../../../src/server/domain/revoke-device.ts';
import { updateDevice } from '../../../src/server/domain/update-device.ts';
import { type UserChange, updateUser } from '../../../src/server/domain/update-user.ts';
import type { Command } from './commands.ts';
import { type ServerCrash, withCrash } from './model-server.ts';
import type { ModelUser } from './organization.ts';
import { pinAt } from './pins.ts';
import { addPerson, noOrigin, ownerOf, type World } from './world.ts';

export type AdminCommand = Extract<Command, { serverCrash: unknown }> & {
  do: Exclude<Command['do'], 'sync'>;
};

const permissionSets: readonly (readonly Permission[])[] = [
  ['tablet:use'],
  ['users:read'],
  ['tablet:use', 'users:read'],
  ['tablet:use', 'devices:revoke'],
];

export const pick = <T>(list: readonly T[], number: number): T | undefined => list[number % list.length];

async function readRevision({ server, organization }: World): Promise<number> {
  const [row] = await server.query('select revision::int from organizations where id = $1', [
    organization.id,
  ]);
  return Number(row?.revision);
}

/** Does something as the owner. What the server refuses is not done; what a crash left is looked up by the revision. */
async function change<T>(
  world: World,
  serverCrash: ServerCrash | null,
  work: () => Promise<T>,
  note: (made: T | undefined) => void,
): Promise<void> {
  const before = await readRevision(world);
  const { crashed, value, error } = await withCrash(serverCrash, work);
  if (error !== undefined && !crashed && !(error instanceof ProblemError)) throw error;
  if (crashed ? (await readRevision(world)) > before : error === undefined) note(value);
}

async function changeUser(
  world: World,
  { number, serverCrash }: { number: number; serverCrash: ServerCrash | null },
  change_: (user: ModelUser) => Omit<UserChange, 'revision'>,
): Promise<void> {
  const { server, organization } = world;
  const user = pick(
    [...organization.users.values()].filter(({ state }) => state !== 'deleted'),
    number,
  );
  if (!user) return;
  const [row] = await server.query('select revision::int from users where id = $1', [user.id]);
  const wanted = change_(user);
  const given = { ...wanted, revision: Number(row?.revision), withoutWayIn: true as const };
  const now = server.clock.now.getTime();
  await change(
    world,
    serverCrash,
    () => updateUser(server.context, ownerOf(world), user.id, given, noOrigin),
    () => {
      const { firstName, roleId, state, unitIds, pin } = wanted;
      if (firstName !== undefined) user.firstName = firstName;
      if (roleId !== undefined) user.roleId = roleId;
      if (state !== undefined) user.state = state;
      if (unitIds !== undefined) user.unitIds = unitIds;
      if (pin !== undefined) Object.assign(user, { pin, pinSetAt: now, isTemporary: false, failures: 0 });
    },
  );
}

const unitAt = ({ organization }: World, number: number | null) =>
  number === null ? null : (pick([...organization.units.keys()], number) ?? null);

const ownRoleAt = ({ organization }: World, number: number) =>
  pick(
    [...organization.roles.values()].filter(({ isBuiltIn }) => !isBuiltIn),
    number,
  );

const roleAt = ({ organization }: World, number: number, not?: string) =>
  pick(
    [...organization.roles.values()].filter(({ id, name }) => name !== 'Owner' && id !== not),
    number,
  );

/** Does what a command of an admin says. */
export async function playAdmin(world: World, command: AdminCommand): Promise<void> {
  const { server, organization, tablets } = world;
  const { context, clock } = server;
  const { serverCrash } = command;
  const owner = ownerOf(world);
  switch (command.do) {
    case 'add-user': {
      const { temporary } = command;
      const roleId = roleAt(world, command.role)?.id ?? '';
      const unitId = unitAt(world, command.unit);
      // A made-up PIN or id is told by the answer alone, so a crash would leave the model without it.
      return change(
        world,
        null,
        () => addPerson(world, { roleId, unitId, temporary }),
        (note) => note?.(),
      );
    }
    case 'rename-user':
      world.given += 1;
      return changeUser(world, { number: command.user, serverCrash }, () => ({
        firstName: `Name ${world.given}`,
      }));
    case 'suspend-user':
      return changeUser(world, { number: command.user, serverCrash }, ({ state }) => ({
        state: state === 'active' ? 'suspended' : 'active',
      }));
    case 'change-role': {
      const roleId = roleAt(world, command.role)?.id ?? '';
      return changeUser(world, { number: command.user, serverCrash }, () => ({ roleId }));
    }
    case 'change-pin':
      world.given += 1;
      return changeUser(world, { number: command.user, serverCrash }, () => ({
        pin: pinAt(world.given, organization.pinLength),
      }));
    case 'remove-pin':
      return changeUser(world, { number: command.user, serverCrash }, () => ({ pin: null }));
    case 'limit-user': {
      const unitId = unitAt(world, command.unit);
      const unitIds = unitId === null ? [] : [unitId];
      return changeUser(world, { number: command.user, serverCrash }, () => ({ unitIds }));
    }
    case 'delete-user': {
      const user = pick(
        [...organization.users.values()].filter(({ state }) => state !== 'deleted'),
        command.user,
      );
      if (!user) return;
      const now = clock.now.getTime();
      return change(
        world,
        serverCrash,
        () => deleteUsers(context, owner, [user.id], noOrigin),
        () =>
          void Object.assign(user, { state: 'deleted', pin: null, pinSetAt: now, unitIds: [], failures: 0 }),
      );
    }
    case 'add-role': {
      world.given += 1;
      const name = `Role ${world.given}`;
      const permissions = [...(permissionSets[command.admin ? 3 : 0] ?? [])];
      return change(
        world,
        null,
        () => createRole(context, owner, { name, permissions }, noOrigin),
        (made) => {
          if (made) organization.roles.set(made.id, { id: made.id, name, permissions, isBuiltIn: false });
        },
      );
    }
    case 'change-permissions': {
      const role = ownRoleAt(world, command.role);
      const permissions = [...(permissionSets[command.to] ?? [])];
      if (!role) return;
      return change(
        world,
        serverCrash,
        () => updateRole(context, owner, role.id, { permissions }, noOrigin),
        () => void organization.roles.set(role.id, { ...role, permissions }),
      );
    }
    case 'delete-role': {
      const role = ownRoleAt(world, command.role);
      const next = roleAt(world, command.moveTo, role?.id)?.id;
      if (!role || !next) return;
      return change(
        world,
        serverCrash,
        () => deleteRole(context, owner, role.id, next, noOrigin),
        () => {
          organization.roles.delete(role.id);
          for (const user of organization.users.values()) if (user.roleId === role.id) user.roleId = next;
        },
      );
    }
    case 'move-unit': {
      const unitId = unitAt(world, command.unit) ?? '';
      const parentId = unitAt(world, command.to);
      return change(
        world,
        serverCrash,
        () => updateUnit(context, owner, unitId, { parentId }, noOrigin),
        () => void organization.units.set(unitId, parentId),
      );
    }
    case 'move-device': {
      const tablet = pick(tablets, command.tablet);
      const unitId = unitAt(world, command.unit);
      if (!tablet) return;
      return change(
        world,
        serverCrash,
        () => updateDevice(context, owner, tablet.id, { unitId }, noOrigin),
        () => {
          tablet.unitId = unitId;
        },
      );
    }
    case 'revoke': {
      const tablet = pick(tablets, command.tablet);
      if (!tablet) return;
      const now = clock.now.getTime();
      return change(
        world,
        serverCrash,
        () => revokeDevice(context, owner, tablet.id, { keepPins: 'not lost' }, noOrigin),
        () => {
          tablet.revokedAt ??= now;
        },
      );
    }
    case 'set-offline':
    case 'set-lease':
    case 'set-pin-length': {
      const settings =
        command.do === 'set-offline'
          ? { offlineSignIn: command.wanted }
          : command.do === 'set-lease'
            ? { leaseHours: command.hours }
            : { pinLength: command.length };
      return change(
        world,
        serverCrash,
        () => updateOrganization(context, owner, settings, noOrigin),
        () => void Object.assign(organization, settings),
      );
    }
  }
}
