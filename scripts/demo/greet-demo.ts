// What a demo prints at its start: how to sign in.
import { organizations } from '../../src/server/database/schema.ts';
import { WrongSetting } from '../../src/server/env.ts';
import type { RunningServer } from '../../src/server/start.ts';
import { fillDemo, isFilled } from './fill-demo.ts';
import { findFounder } from './past.ts';
import { demoPassword, demoPinHolders, listPeople, nameOf, roleNames, temporaryPin } from './people.ts';

const nameWidth = Math.max(...Object.values(roleNames).map(({ length }) => length));

type Server = Pick<RunningServer, 'publicUrl' | 'context'>;

/** Fills the server where it is empty. @throws WrongSetting when it holds an organization of somebody's own, or half a demo */
async function prepare({ context }: Server): Promise<void> {
  const found = await context.database.acrossOrganizations((tx) =>
    tx.select({ id: organizations.id }).from(organizations),
  );
  if (found.length === 0) return fillDemo(context);
  const founder = await findFounder(context);
  const { dataDir } = context.env;
  if (!founder || found.length > 1) {
    throw new WrongSetting(
      `${dataDir} holds an organization of your own: set DATA_DIR to another folder for the demo.`,
    );
  }
  if (await isFilled(context)) return;
  throw new WrongSetting(`The demo in ${dataDir} was stopped before it was ready: delete that folder.`);
}

/** Makes the demo ready. @returns the lines that say how to sign in */
export async function greetDemo(server: Server): Promise<string[]> {
  await prepare(server);
  const people = listPeople();
  const members = (['owner', 'admin', 'manager', 'partner-manager'] as const).flatMap(
    (role) => people.find((person) => person.role === role) ?? [],
  );
  const holders = people.filter((person) => demoPinHolders.includes(nameOf(person)));
  return [
    `Floorkey’s demo is ready at ${server.publicUrl}`,
    `Everybody in it is made up, and its passwords are known to all: keep real names out of it. It lies in ${server.context.env.dataDir}; delete that folder to begin anew.`,
    '',
    `Sign in at ${server.publicUrl}/sign-in with the password: ${demoPassword}`,
    ...members.map(({ role, email }) => `  ${roleNames[role].padEnd(nameWidth)}  ${email}`),
    '',
    `See a PIN pad: open ${server.publicUrl}/?link=1, which makes that browser a tablet of the demo. Then tap a PIN:`,
    ...holders.map(
      (person) => `  ${roleNames[person.role].padEnd(nameWidth)}  ${person.pin}  ${nameOf(person)}`,
    ),
    `A temporary PIN, which asks for one of your own: ${temporaryPin.pin} (${temporaryPin.holder})`,
  ];
}
