// Organizations, people and units for tests: through the API where it can make them, else straight in the database.
import { randomUUID } from 'node:crypto';
import { and, eq } from 'drizzle-orm';
import type { BuiltInRoleKey } from '../../../src/contract/built-in-roles.ts';
import { signIn } from '../../../src/contract/endpoints/password.ts';
import { listRoles } from '../../../src/contract/endpoints/roles.ts';
import { getSession, type Session } from '../../../src/contract/endpoints/session.ts';
import { setUp } from '../../../src/contract/endpoints/setup.ts';
import { createUser, type User } from '../../../src/contract/endpoints/users.ts';
import { fold } from '../../../src/contract/fields.ts';
import { oneTimeLinks, units, users, userUnits } from '../../../src/server/database/schema.ts';
import { createOrganization } from '../../../src/server/domain/organization/new-organization.ts';
import { openAccountSession } from '../../../src/server/domain/sign-in/account-session.ts';
import { ApiClient } from './api-client.ts';
import type { TestServer } from './test-server.ts';

/** The password of everybody in the tests. */
export const testPassword = 'correct horse battery staple';

export type Member = { readonly client: ApiClient; readonly session: Session };

/** Sets an empty server up. @returns the owner, signed in */
export async function setUpOrganization(server: Pick<TestServer, 'url' | 'setupCode'>): Promise<Member> {
  if (!server.setupCode) throw new Error('this server is set up already');
  const client = new ApiClient(server.url);
  const session = await client.succeed(setUp, {
    body: {
      code: server.setupCode,
      organizationName: 'Northgate Bakery',
      firstName: 'Olive',
      lastName: 'Owner',
      email: 'olive@northgate.example',
      password: testPassword,
    },
  });
  return { client, session };
}

/** Signs in with an address and the password of the tests. */
export async function signInAs(server: Pick<TestServer, 'url'>, email: string): Promise<Member> {
  const client = new ApiClient(server.url);
  const session = await client.succeed(signIn, { body: { email, password: testPassword } });
  return { client, session };
}

/** The id of a built-in role, as somebody who may read roles finds it. */
export async function findRoleId(client: ApiClient, key: BuiltInRoleKey): Promise<string> {
  const { roles } = await client.succeed(listRoles, {});
  const role = roles.find(({ builtIn }) => builtIn === key);
  if (!role) throw new Error(`no role ${key}`);
  return role.id;
}

type Details = { pin?: string; email?: string; firstName?: string; lastName?: string; phone?: string };

let count = 0;

/** A username that no other call gave. */
export function freshUsername(): string {
  count += 1;
  return `person-${count}`;
}

/** Adds a person with a built-in role. */
export async function addUser(
  creator: ApiClient,
  role: BuiltInRoleKey,
  { username = freshUsername(), ...details }: Details & { username?: string } = {},
): Promise<User> {
  const roleId = await findRoleId(creator, role);
  const body = { username, roleId, ...details };
  const { shownOnce, ...user } = await creator.succeed(createUser, { body });
  return user;
}

/** The hash of the password of the tests, by how hard the server hashes. */
const hashed = new Map<number, Promise<string>>();

/** Who hashes in tests, where nobody asked for it. */
export const nobody = { group: 'tests', member: '' };

/** Gives a person the password of the tests, as if they had accepted their invitation. */
export async function givePassword({ context }: Pick<TestServer, 'context'>, userId: string): Promise<void> {
  const { memoryKiB } = context.hashing.pinParameters;
  const hash = hashed.get(memoryKiB) ?? context.hashing.hashPassword(testPassword, nobody);
  hashed.set(memoryKiB, hash);
  await context.database.lookUp
    .update(users)
    .set({ passwordHash: await hash, provenEmail: users.emailFolded })
    .where(eq(users.id, userId));
  await context.database.lookUp
    .update(oneTimeLinks)
    .set({ usedAt: context.clock() })
    .where(and(eq(oneTimeLinks.userId, userId), eq(oneTimeLinks.kind, 'invitation')));
}

/** Adds a person with address and password, and signs them in. */
export async function addMember(
  server: TestServer,
  creator: ApiClient,
  role: BuiltInRoleKey,
): Promise<Member & { user: User }> {
  const email = `${freshUsername()}@northgate.example`;
  const user = await addUser(creator, role, { email });
  await givePassword(server, user.id);
  return { user, ...(await signInAs(server, email)) };
}

/** Adds a person with a role of the organization's own, with address and password, and signs them in. */
export async function addMemberWith(server: TestServer, creator: ApiClient, roleId: string): Promise<Member> {
  const email = `${freshUsername()}@northgate.example`;
  const { id } = await creator.succeed(createUser, { body: { username: freshUsername(), roleId, email } });
  await givePassword(server, id);
  return signInAs(server, email);
}

/** Opens a session without a sign-in, which would cost its hashing. */
export async function openSession(server: TestServer, session: Session): Promise<ApiClient> {
  const who = { organizationId: session.organization.id, userId: session.user.id };
  const token = await server.context.database.inOrganization(who.organizationId, (tx) =>
    openAccountSession(tx, who, { address: null, userAgent: null }, server.clock.now),
  );
  const client = new ApiClient(server.url);
  client.cookies.set('floorkey', token);
  return client;
}

/** Makes a unit. @returns its id */
export async function addUnit(
  { context }: TestServer,
  organizationId: string,
  name: string,
  parentId?: string,
): Promise<string> {
  const id = randomUUID();
  await context.database.inOrganization(organizationId, (tx) =>
    tx.insert(units).values({ id, organizationId, name, nameFolded: fold(name), parentId: parentId ?? null }),
  );
  return id;
}

/** Limits a person to units, which counts as a change of the organization. */
export async function limitToUnits(
  { context }: TestServer,
  organizationId: string,
  userId: string,
  unitIds: readonly string[],
): Promise<void> {
  await context.database.inOrganization(organizationId, (tx) =>
    tx.insert(userUnits).values(unitIds.map((unitId) => ({ organizationId, userId, unitId }))),
  );
}

/** Adds somebody to the staff of units. */
export async function addPersonIn(
  server: TestServer,
  { client, session }: Member,
  unitIds: readonly string[],
): Promise<User> {
  const person = await addUser(client, 'staff');
  await limitToUnits(server, session.organization.id, person.id, unitIds);
  return person;
}

/** Adds an admin who is limited to a unit, and signs them in. */
export async function addUnitAdmin(
  server: TestServer,
  { client, session }: Member,
  unitId: string,
): Promise<Member & { user: User }> {
  const admin = await addMember(server, client, 'admin');
  await limitToUnits(server, session.organization.id, admin.user.id, [unitId]);
  return admin;
}

/** A second organization on the same server, with an owner who is signed in. */
export async function addOrganization(server: TestServer, name: string): Promise<Member> {
  const { database, hashing, clock } = server.context;
  const organizationId = randomUUID();
  const email = `owner@${organizationId}.example`;
  const passwordHash = await hashing.hashPassword(testPassword, nobody);
  await database.acrossOrganizations(async (tx) => {
    const roleIds = await createOrganization(tx, organizationId, name, clock());
    await tx.insert(users).values({
      id: randomUUID(),
      organizationId,
      roleId: roleIds.get('owner') ?? '',
      username: 'owner',
      usernameFolded: 'owner',
      email,
      emailFolded: fold(email),
      provenEmail: fold(email),
      passwordHash,
      revision: 1,
      createdAt: clock(),
    });
  });
  return signInAs(server, email);
}

/** Who a client is signed in as now. */
export function whoIs(client: ApiClient): Promise<Session> {
  return client.succeed(getSession, {});
}
