// Organizations beside a quiet one on the same server, written straight to the database: those that attack.
import { randomUUID } from 'node:crypto';
import { createHashing } from '../../src/server/crypto/hashing.ts';
import type { Database } from '../../src/server/database/database.ts';
import { users } from '../../src/server/database/schema.ts';
import { createOrganization } from '../../src/server/domain/organization/new-organization.ts';
import { openAccountSession } from '../../src/server/domain/sign-in/account-session.ts';
import { ApiClient } from '../../tests/integration/harness/api-client.ts';
import { testPassword } from '../../tests/integration/harness/test-organization.ts';

const hashing = createHashing();

export type Neighbour = {
  readonly id: string;
  /** Its owner, signed in with a password just entered. */
  readonly owner: ApiClient;
};

/**
 * Adds an organization.
 * @param emails of more people, all with the password of the tests
 */
export async function addNeighbour(
  database: Database,
  url: string,
  name: string,
  emails: readonly string[] = [],
): Promise<Neighbour> {
  const organizationId = randomUUID();
  const passwordHash = await (await hashing).hashPassword(testPassword, { group: name, member: '' });
  const now = new Date();
  const token = await database.acrossOrganizations(async (tx) => {
    const roleIds = await createOrganization(tx, organizationId, name, now);
    const people = [`owner@${organizationId}.example`, ...emails].map((email) => ({
      id: randomUUID(),
      organizationId,
      roleId: roleIds.get(email.startsWith('owner@') ? 'owner' : 'staff') ?? '',
      username: email,
      usernameFolded: email,
      email,
      emailFolded: email,
      passwordHash,
      revision: 0,
      createdAt: now,
    }));
    await tx.insert(users).values(people);
    const userId = people[0]?.id ?? '';
    return openAccountSession(tx, { organizationId, userId }, { address: null, userAgent: null }, now);
  });
  const owner = new ApiClient(url);
  owner.cookies.set('floorkey', token);
  return { id: organizationId, owner };
}
