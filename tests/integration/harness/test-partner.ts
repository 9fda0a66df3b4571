// Partners and their people for tests, through the API.
import { randomUUID } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { createPartner, createPartnerUser, type Partner } from '../../../src/contract/endpoints/partners.ts';
import { createUser, type User } from '../../../src/contract/endpoints/users.ts';
import { fold } from '../../../src/contract/fields.ts';
import { partners, users } from '../../../src/server/database/schema.ts';
import type { ApiClient } from './api-client.ts';
import { findRoleId, freshUsername, givePassword, type Member, signInAs } from './test-organization.ts';
import type { TestServer } from './test-server.ts';

/** Adds a partner with a name that no other has, unless one is given. */
export function addPartner(creator: ApiClient, name = `Partner ${freshUsername()}`): Promise<Partner> {
  return creator.succeed(createPartner, { body: { name } });
}

/** What a form sends for a new person of a partner. */
export function newPartnerUser() {
  const local = freshUsername();
  return { firstName: 'Pat', lastName: local, email: `${local}@supply.example`, phone: '+49 30 901820' };
}

/** Adds a person to a partner, invited. */
export async function addPartnerUser(
  creator: ApiClient,
  partnerId: string,
  role: 'partner' | 'partner-manager' = 'partner',
): Promise<User> {
  const roleId = await findRoleId(creator, role);
  const body = { ...newPartnerUser(), roleId };
  return creator.succeed(createPartnerUser, { params: { partnerId }, body });
}

/** Adds a person to a partner, with a password, and signs them in. */
export async function addPartnerMember(
  server: TestServer,
  creator: ApiClient,
  partnerId: string,
  role: 'partner' | 'partner-manager' = 'partner',
): Promise<Member & { user: User }> {
  const user = await addPartnerUser(creator, partnerId, role);
  await givePassword(server, user.id);
  return { user, ...(await signInAs(server, user.email ?? '')) };
}

/** Makes somebody with any role a person of a new partner, whom the API would not take. @returns their id */
export async function makePartnerPerson(
  { context, clock }: TestServer,
  { client, session }: Member,
  roleId: string,
): Promise<string> {
  const organizationId = session.organization.id;
  const { id } = await client.succeed(createUser, { body: { username: freshUsername(), roleId } });
  const partnerId = randomUUID();
  const name = freshUsername();
  await context.database.inOrganization(organizationId, async (tx) => {
    await tx.insert(partners).values({
      id: partnerId,
      organizationId,
      name,
      nameFolded: fold(name),
      revision: 1,
      createdAt: clock.now,
    });
    await tx.update(users).set({ partnerId }).where(eq(users.id, id));
  });
  return id;
}
