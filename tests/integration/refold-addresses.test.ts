// Addresses that an older version folded: they work after the next start, and two that look alike stop nothing.
import { eq, inArray } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { users } from '../../src/server/database/schema.ts';
import { makeDatabase, makeServer } from './harness/server-of-file.ts';
import { addUser, givePassword, setUpOrganization, signInAs } from './harness/test-organization.ts';

it('folds them anew at the start, whatever look-alikes are among them', async () => {
  const { url: databaseUrl } = await makeDatabase();
  const before = await makeServer({ databaseUrl });
  const { client, session } = await setUpOrganization(before);
  const inside = before.context.database;
  const store = (id: string, email: string, emailFolded: string) =>
    inside.inOrganization(session.organization.id, (tx) =>
      tx.update(users).set({ email, emailFolded }).where(eq(users.id, id)),
    );
  const [idn, plain, twin] = [
    await addUser(client, 'staff', { email: 'a@one.example' }),
    await addUser(client, 'staff', { email: 'paul@two.example' }),
    await addUser(client, 'staff', { email: 'c@three.example' }),
  ];
  await givePassword(before, idn.id);
  await store(idn.id, 'anna@bücher.example', 'anna@bücher.example');
  await store(twin.id, 'раul@two.example', 'раul@two.example');
  await before.stop();

  const after = await makeServer({ databaseUrl });
  await signInAs(after, 'Anna@Bücher.example');
  const rows = await after.context.database.lookUp
    .select({ id: users.id, folded: users.emailFolded })
    .from(users)
    .where(inArray(users.id, [idn.id, plain.id, twin.id]));
  expect(Object.fromEntries(rows.map(({ id, folded }) => [id, folded]))).toEqual({
    [idn.id]: 'anna@xn--bcher-kva.example',
    [plain.id]: 'paul@two.example',
    [twin.id]: 'раul@two.example',
  });
  expect(after.logLines.filter((line) => line.includes('look alike'))).toHaveLength(1);
  expect(after.logLines.join('\n')).toContain(twin.id);
});
