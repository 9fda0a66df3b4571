// What admins do with people in a history.
import { createUser } from '../../../src/server/domain/users/create-user.ts';
import { deleteUsers } from '../../../src/server/domain/users/delete-users.ts';
import { type UserChange, updateUser } from '../../../src/server/domain/users/update-user.ts';
import type { AdminCommand } from './admin-commands.ts';
import { change, roleAt, unitAt } from './change-server.ts';
import type { ServerCrash } from './model-server.ts';
import { endOnlineSessions } from './online-rules.ts';
import type { ModelUser } from './organization.ts';
import { pick } from './pick.ts';
import { pinAt } from './pins.ts';
import { actOf, type World } from './world.ts';

export type PeopleCommand = Extract<AdminCommand, { do: `${string}-user` | 'change-role' | `${string}-pin` }>;

const personAt = ({ organization }: World, number: number) =>
  pick(
    [...organization.users.values()].filter(({ state }) => state !== 'deleted'),
    number,
  );

async function changeUser(
  world: World,
  { number, serverCrash }: { number: number; serverCrash: ServerCrash | null },
  describe: (user: ModelUser) => Omit<UserChange, 'revision'>,
): Promise<void> {
  const { server } = world;
  const user = personAt(world, number);
  if (!user) return;
  const [row] = await server.query('select revision::int from users where id = $1', [user.id]);
  const wanted = describe(user);
  const given = { ...wanted, revision: Number(row?.revision), withoutWayIn: true as const };
  const now = server.clock.now.getTime();
  await change(
    world,
    serverCrash,
    () => updateUser(actOf(world), user.id, given),
    () => {
      const { firstName, roleId, state, unitIds, pin } = wanted;
      if (firstName !== undefined) user.firstName = firstName;
      if (roleId !== undefined) user.roleId = roleId;
      if (state !== undefined) user.state = state;
      if (unitIds !== undefined) user.unitIds = unitIds;
      if (state === 'suspended' || pin !== undefined) {
        endOnlineSessions(world, ({ opened }) => opened?.mark.userId === user.id);
      }
      if (pin !== undefined) Object.assign(user, { pin, pinSetAt: now, isTemporary: false, failures: 0 });
    },
  );
}

/** Adds a person with a PIN of the model's, or with a temporary one that the server makes up. */
async function addUser(world: World, command: Extract<AdminCommand, { do: 'add-user' }>): Promise<void> {
  const { server, organization } = world;
  const { temporary: isTemporary } = command;
  world.given += 1;
  const username = `person-${world.given}`;
  const given = isTemporary ? undefined : pinAt(world.given, organization.pinLength);
  const roleId = roleAt(world, command.role)?.id ?? '';
  const unitId = unitAt(world, command.unit);
  const unitIds = unitId === null ? [] : [unitId];
  const pinSetAt = server.clock.now.getTime();
  const body = {
    username,
    roleId,
    unitIds,
    ...(given === undefined ? { temporaryPin: true as const } : { pin: given }),
  };
  return change(
    world,
    // A made-up PIN is told by the answer alone, so a crash would leave the model without it.
    isTemporary ? null : command.serverCrash,
    () => createUser(actOf(world), body),
    async (made) => {
      const [row] = await server.query('select id from users where username = $1 and organization_id = $2', [
        username,
        organization.id,
      ]);
      const id = String(row?.id);
      const pin = given ?? made?.shownOnce.pin ?? '';
      const fresh = { firstName: '', state: 'active', failures: 0 } as const;
      organization.users.set(id, { ...fresh, id, username, roleId, pin, pinSetAt, isTemporary, unitIds });
    },
  );
}

async function deleteUser(
  world: World,
  { user: number, serverCrash }: { user: number; serverCrash: ServerCrash | null },
) {
  const { clock } = world.server;
  const user = personAt(world, number);
  if (!user) return;
  const pinSetAt = clock.now.getTime();
  return change(
    world,
    serverCrash,
    () => deleteUsers(actOf(world), [user.id]),
    () => {
      Object.assign(user, { state: 'deleted', pin: null, pinSetAt, unitIds: [], failures: 0 });
      endOnlineSessions(world, ({ opened }) => opened?.mark.userId === user.id);
    },
  );
}

/** Does what a command about a person says. */
export async function changePeople(world: World, command: PeopleCommand): Promise<void> {
  if (command.do === 'add-user') return addUser(world, command);
  if (command.do === 'delete-user') return deleteUser(world, command);
  const { user: number, serverCrash } = command;
  const given = { number, serverCrash };
  switch (command.do) {
    case 'rename-user':
      world.given += 1;
      return changeUser(world, given, () => ({ firstName: `Name ${world.given}` }));
    case 'suspend-user':
      return changeUser(world, given, ({ state }) => ({
        state: state === 'active' ? 'suspended' : 'active',
      }));
    case 'change-role':
      return changeUser(world, given, () => ({ roleId: roleAt(world, command.role)?.id ?? '' }));
    case 'change-pin':
      world.given += 1;
      return changeUser(world, given, () => ({ pin: pinAt(world.given, world.organization.pinLength) }));
    case 'remove-pin':
      return changeUser(world, given, () => ({ pin: null }));
    case 'limit-user': {
      const unitId = unitAt(world, command.unit);
      return changeUser(world, given, () => ({ unitIds: unitId === null ? [] : [unitId] }));
    }
  }
}
