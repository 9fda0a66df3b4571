// The organization of a benchmark: its owner, people with PINs, and people in any number without hashing.
import { randomBytes, randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { setUp } from '../../src/contract/endpoints/setup.ts';
import { findPinWeakness } from '../../src/contract/pin-rules.ts';
import type { Database } from '../../src/server/database/database.ts';
import { organizations, users } from '../../src/server/database/schema.ts';
import { ApiClient } from '../../tests/integration/harness/api-client.ts';
import { addUser, findRoleId, testPassword } from '../../tests/integration/harness/test-organization.ts';

export type BenchOrganization = {
  /** Signed in, with a password just entered. */
  readonly owner: ApiClient;
  readonly id: string;
  readonly name: string;
  readonly staffRoleId: string;
};

const insertMost = 1000;

/** Sets an empty server up. */
export async function setUpBench(server: {
  url: string;
  setupCode: string | null;
}): Promise<BenchOrganization> {
  const owner = new ApiClient(server.url);
  const name = 'Bench';
  const { organization } = await owner.succeed(setUp, {
    body: {
      code: server.setupCode ?? '',
      organizationName: name,
      firstName: 'Olive',
      lastName: 'Owner',
      email: 'olive@bench.example',
      password: testPassword,
    },
  });
  return { owner, id: organization.id, name, staffRoleId: await findRoleId(owner, 'staff') };
}

/** PINs that the rules allow, always the same ones. */
export function makePins(count: number): string[] {
  const pins: string[] = [];
  for (let number = 402_713; pins.length < count; number += 7_919) {
    const pin = String(number % 1_000_000).padStart(6, '0');
    if (!findPinWeakness(pin, 6)) pins.push(pin);
  }
  return pins;
}

/** Adds one person of the staff for each PIN, through the API. */
export async function addPinHolders(
  { owner }: Pick<BenchOrganization, 'owner'>,
  pins: readonly string[],
): Promise<void> {
  for (const pin of pins)
    await addUser(owner, 'staff', { pin, firstName: 'Person', lastName: pin.slice(0, 2) });
}

/**
 * Adds people straight to the database. Their PINs are random bytes: enough to be in a roster, and no hashing.
 * @returns their ids
 */
export async function fillUsers(
  database: Database,
  { id: organizationId, staffRoleId }: BenchOrganization,
  count: number,
): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID());
  await database.inOrganization(organizationId, async (tx) => {
    const [raised] = await tx
      .update(organizations)
      .set({ revision: sql`${organizations.revision} + 1` })
      .where(eq(organizations.id, organizationId))
      .returning({ revision: organizations.revision });
    const rows = ids.map((id) => ({
      id,
      organizationId,
      roleId: staffRoleId,
      username: id,
      usernameFolded: id,
      firstName: 'Person',
      lastName: id.slice(0, 8),
      pinSealed: randomBytes(60),
      revision: raised?.revision ?? 0,
      createdAt: new Date(),
    }));
    for (let at = 0; at < count; at += insertMost) {
      await tx.insert(users).values(rows.slice(at, at + insertMost));
    }
  });
  return ids;
}
