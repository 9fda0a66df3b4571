// Nobody takes over the account of somebody who may do as much as they, and who is changed hears of it.
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { moveUserToPartner } from '../../src/contract/endpoints/partners.ts';
import { createRole, deleteRole, listRoles, updateRole } from '../../src/contract/endpoints/roles.ts';
import { checkUserImport } from '../../src/contract/endpoints/user-imports.ts';
import {
  createUser,
  generatePassword,
  getUser,
  giveTemporaryPin,
  updateUser,
} from '../../src/contract/endpoints/users.ts';
import { organizations } from '../../src/server/database/schema.ts';
import { type ApiClient, codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { type Mailbox, openMailbox } from './harness/test-mailbox.ts';
import {
  addMember,
  addMemberWith,
  addUser,
  findRoleId,
  freshUsername,
  type Member,
  setUpOrganization,
  whoIs,
} from './harness/test-organization.ts';
import { addPartner, addPartnerMember } from './harness/test-partner.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let mailbox: Mailbox;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  mailbox = openMailbox(server);
  await server.context.database.inOrganization(owner.session.organization.id, (tx) =>
    tx.update(organizations).set({ generatedPasswords: true }),
  );
});

const freshEmail = () => `${freshUsername()}@northgate.example`;
const change = async (by: ApiClient, userId: string, body: object) => {
  const { revision } = await by.succeed(getUser, { params: { userId } });
  return by.callRaw(updateUser, { params: { userId }, body: { revision, ...body } });
};
const makePassword = (by: ApiClient, userId: string, deliver: 'shown' | 'mailed' = 'shown') =>
  by.call(generatePassword, { params: { userId }, body: { deliver } });

describe('an equal', () => {
  let manager: Member;
  let peer: Awaited<ReturnType<typeof addMember>>;
  beforeEach(async () => {
    manager = await addMember(server, owner.client, 'manager');
    peer = await addMember(server, owner.client, 'manager');
  });

  it('gets no other address, password or role from their equals, in whatever order these try', async () => {
    const { id } = peer.user;
    const staff = await findRoleId(manager.client, 'staff');
    for (const body of [
      { email: freshEmail() },
      { email: null, password: null, withoutWayIn: true },
      { password: null, withoutWayIn: true },
      { roleId: staff },
    ])
      expect([body, codeOf(await change(manager.client, id, body))]).toEqual([body, 'above_you']);
    expect(codeOf(await makePassword(manager.client, id))).toBe('above_you');
    expect(codeOf(await makePassword(manager.client, id, 'mailed'))).toBe('above_you');
    expect((await whoIs(peer.client)).role.name).toBe('Manager');
  });

  it('is not given an address first where a PIN is all that they have, nor where they were invited to another', async () => {
    const withPin = await addUser(owner.client, 'manager', { pin: '840372' });
    const invited = await addUser(owner.client, 'manager', { email: freshEmail() });
    for (const { id } of [withPin, invited])
      expect(codeOf(await change(manager.client, id, { email: freshEmail() }))).toBe('above_you');
  });

  it('can still be renamed, suspended, sent their address as it is, and given a PIN', async () => {
    const { id, email, role } = peer.user;
    const body = { firstName: 'Pat', email, roleId: role.id, pin: '718305' };
    expect((await change(manager.client, id, body)).status).toBe(200);
    expect((await manager.client.call(giveTemporaryPin, { params: { userId: id } })).status).toBe(200);
    expect((await change(manager.client, id, { state: 'suspended' })).status).toBe(200);
  });

  it('is told apart by the server, so that no form offers what is refused', async () => {
    const read = (by: ApiClient, userId: string) => by.succeed(getUser, { params: { userId } });
    const staff = await addUser(owner.client, 'staff');
    const own = manager.session.user.id;
    expect(await read(manager.client, peer.user.id)).toMatchObject({
      editable: true,
      accountEditable: false,
    });
    expect(await read(manager.client, staff.id)).toMatchObject({ editable: true, accountEditable: true });
    expect(await read(manager.client, own)).toMatchObject({ editable: true, accountEditable: true });
    expect(await read(owner.client, peer.user.id)).toMatchObject({ accountEditable: true });
  });

  it('gets no address and no other role by a file either', async () => {
    const withPin = await addUser(owner.client, 'manager', { pin: '629405' });
    const csv = `Username,Email address,Role\n${withPin.username},${freshEmail()},Staff`;
    const body = { csv, existing: 'update', invite: false } as const;
    const { problems } = await manager.client.succeed(checkUserImport, { body });
    const message = expect.stringContaining('can do as much as you');
    expect(problems).toEqual(
      expect.arrayContaining(
        ['Email address', 'Role'].map((column) => expect.objectContaining({ column, message })),
      ),
    );
  });

  it('at a partner is not taken over by another manager of it either', async () => {
    const partner = await addPartner(owner.client);
    const boss = await addPartnerMember(server, owner.client, partner.id, 'partner-manager');
    const other = await addPartnerMember(server, owner.client, partner.id, 'partner-manager');
    expect(codeOf(await change(boss.client, other.user.id, { email: freshEmail() }))).toBe('above_you');
  });

  it('is not moved to a partner by an equal, which would take their role', async () => {
    const [admin, second] = [
      await addMember(server, owner.client, 'admin'),
      await addMember(server, owner.client, 'admin'),
    ];
    const { id: partnerId } = await addPartner(owner.client);
    const input = { params: { partnerId }, body: { userId: second.user.id } };
    expect(codeOf(await admin.client.call(moveUserToPartner, input))).toBe('above_you');
    expect((await owner.client.call(moveUserToPartner, input)).status).toBe(200);
  });

  it('keeps what their role allows, though another role of the same power may change roles', async () => {
    const permissions = ['tablet:use', 'users:read', 'users:manage', 'roles:manage'] as const;
    const make = (name: string) =>
      owner.client.succeed(createRole, { body: { name, permissions: [...permissions] } });
    const [one, two] = [await make('One'), await make('Two')];
    const first = await addMemberWith(server, owner.client, one.id);
    const { roles } = await first.client.succeed(listRoles, {});
    expect(roles.find(({ id }) => id === two.id)?.editable).toBe(true);
    await addMemberWith(server, owner.client, two.id);
    const input = { params: { roleId: two.id }, body: { revision: two.revision, permissions: [] } };
    expect(codeOf(await first.client.call(updateRole, input))).toBe('above_you');
    const removal = { params: { roleId: two.id }, body: { moveTo: one.id } };
    expect(codeOf(await first.client.call(deleteRole, removal))).toBe('above_you');
    const now = await first.client.succeed(listRoles, {});
    expect(now.roles.find(({ id }) => id === two.id)?.editable).toBe(false);
  });
});

describe('somebody who may do less', () => {
  it('hears at the address of before when an admin makes a password and sees it, or takes password or address away', async () => {
    const steps = [
      [(id: string) => makePassword(owner.client, id), 'generated a new password'],
      [
        (id: string) => change(owner.client, id, { password: null, withoutWayIn: true }),
        'removed your account’s password',
      ],
      [
        (id: string) => change(owner.client, id, { email: null, password: null, withoutWayIn: true }),
        'removed this email address',
      ],
    ] as const;
    for (const [step, told] of steps) {
      const { user } = await addMember(server, owner.client, 'manager');
      expect((await step(user.id)).status).toBe(200);
      const mail = await mailbox.waitForMail(user.email ?? '', 'Your sign-in at');
      expect(mail.text).toContain(told);
    }
  });

  it('hears of a password that is mailed by that mail alone', async () => {
    const { user } = await addMember(server, owner.client, 'staff');
    await makePassword(owner.client, user.id, 'mailed');
    await mailbox.waitForMail(user.email ?? '', 'one-time password');
    const mails = await mailbox.list(user.email ?? '');
    expect(mails.filter(({ subject }) => subject.includes('Your sign-in at'))).toEqual([]);
  });
});

describe('an owner', () => {
  it('whose password was made by the system and never read is nobody who can sign in', async () => {
    const roleId = await findRoleId(owner.client, 'owner');
    const body = {
      username: freshUsername(),
      roleId,
      email: freshEmail(),
      generatedPassword: 'shown' as const,
    };
    await owner.client.succeed(createUser, { body });
    const staff = await findRoleId(owner.client, 'staff');
    expect(codeOf(await change(owner.client, owner.session.user.id, { roleId: staff }))).toBe('last_owner');
    expect((await whoIs(owner.client)).isOwner).toBe(true);
  });

  it('stays able to sign in when two owners have a password made for each other at once', async () => {
    const second = await addMember(server, owner.client, 'owner');
    const answers = await Promise.all([
      makePassword(owner.client, second.user.id),
      makePassword(second.client, owner.session.user.id),
    ]);
    const codes = answers.map((answer) => (answer.status === 200 ? 'made' : codeOf(answer)));
    expect(codes.filter((code) => code === 'made')).toHaveLength(1);
  });
});
