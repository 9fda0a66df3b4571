// What admins do with roles, units, devices and settings in a history.
import type { Permission } from '../../../src/contract/permissions.ts';
import { liftDevicePause, revokeDevice } from '../../../src/server/domain/devices/revoke-device.ts';
import { updateDevice } from '../../../src/server/domain/devices/update-device.ts';
import { updateOrganization } from '../../../src/server/domain/organization/organization.ts';
import { createRole, updateRole } from '../../../src/server/domain/roles/change-role.ts';
import { deleteRole } from '../../../src/server/domain/roles/delete-role.ts';
import { updateUnit } from '../../../src/server/domain/units/change-unit.ts';
import type { AdminCommand } from './admin-commands.ts';
import { changePeople } from './change-people.ts';
import { change, ownRoleAt, roleAt, unitAt } from './change-server.ts';
import { endOnlineSessions } from './online-rules.ts';
import { pick } from './pick.ts';
import { actOf, type World } from './world.ts';

const permissionSets: readonly (readonly Permission[])[] = [
  ['tablet:use'],
  ['users:read'],
  ['tablet:use', 'users:read'],
  ['tablet:use', 'devices:read', 'devices:revoke'],
];

/** Does what a command of an admin says. */
export async function playAdmin(world: World, command: AdminCommand): Promise<void> {
  const { server, organization, tablets } = world;
  const { clock } = server;
  const { serverCrash } = command;
  const act = actOf(world);
  switch (command.do) {
    case 'add-role': {
      world.given += 1;
      const name = `Role ${world.given}`;
      const permissions = [...(permissionSets[command.admin ? 3 : 0] ?? [])];
      return change(
        world,
        serverCrash,
        () => createRole(act, { name, permissions }),
        async () => {
          const [row] = await server.query('select id from roles where name = $1 and organization_id = $2', [
            name,
            organization.id,
          ]);
          const id = String(row?.id);
          organization.roles.set(id, { id, name, permissions, isBuiltIn: false });
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
        () => updateRole(act, role.id, { permissions }),
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
        () => deleteRole(act, role.id, next),
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
        () => updateUnit(act, unitId, { parentId }),
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
        () => updateDevice(act, tablet.id, { unitId }),
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
        () =>
          revokeDevice(act, tablet.id, {
            keepPins: 'not lost',
          }),
        () => {
          tablet.revokedAt ??= now;
          endOnlineSessions(world, (each) => each === tablet);
        },
      );
    }
    case 'lift-pause': {
      const tablet = pick(tablets, command.tablet);
      if (!tablet) return;
      return change(
        world,
        serverCrash,
        () => liftDevicePause(act, tablet.id),
        () => {
          if (tablet.pausedUntil > clock.now.getTime()) world.seen.note('pause lifted');
          Object.assign(tablet, { failures: 0, pausedUntil: 0 });
          tablet.failedOffline.length = 0;
          tablet.triesOf.clear();
          tablet.level = { amount: 0, at: tablet.level.at };
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
        () => updateOrganization(act, settings),
        () => void Object.assign(organization, settings),
      );
    }
    default:
      return changePeople(world, command);
  }
}
