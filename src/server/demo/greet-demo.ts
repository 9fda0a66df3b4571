// What a demo prints at its start: how to sign in.
import { organizations } from '../database/schema.ts';
import { WrongSetting } from '../env.ts';
import type { RunningServer } from '../start.ts';
import { demoOrganizationId, fillDemo } from './fill-demo.ts';
import { type DemoRole, demoPassword, demoPinHolders, makePeople, temporaryPin } from './people.ts';

const roleNames = {
  owner: 'Owner',
  admin: 'Admin',
  manager: 'Manager',
  'shift-lead': 'Shift Lead',
  'floor-manager': 'Floor Manager',
  staff: 'Staff',
  'partner-manager': 'Partner manager',
  partner: 'Partner user',
} as const satisfies Record<DemoRole, string>;

const nameWidth = Math.max(...Object.values(roleNames).map(({ length }) => length));

type Server = Pick<RunningServer, 'publicUrl' | 'context'>;

/** Fills the server where it is empty. @throws WrongSetting when it holds an organization of somebody's own */
async function prepare({ context }: Server): Promise<void> {
  const found = await context.database.acrossOrganizations((tx) =>
    tx.select({ id: organizations.id }).from(organizations),
  );
  if (found.length === 0) return fillDemo(context);
  if (found.every(({ id }) => id === demoOrganizationId)) return;
  throw new WrongSetting(
    `${context.env.dataDir} holds an organization of your own: set DATA_DIR to another folder for the demo.`,
  );
}

/** Makes the demo ready. @returns the lines that say how to sign in */
export async function greetDemo(server: Server): Promise<string[]> {
  await prepare(server);
  const people = makePeople();
  const members = (['owner', 'admin', 'manager', 'partner-manager'] as const).flatMap(
    (role) => people.find((person) => person.role === role) ?? [],
  );
  const holders = people.filter(({ firstName, lastName }) =>
    demoPinHolders.includes(`${firstName} ${lastName}`),
  );
  return [
    `Floorkey’s demo is ready at ${server.publicUrl}`,
    `Everybody in it is made up, and its passwords are known to all: keep real names out of it. It lies in ${server.context.env.dataDir}; delete that folder to begin anew.`,
    '',
    `Sign in at ${server.publicUrl}/sign-in with the password: ${demoPassword}`,
    ...members.map(({ role, email }) => `  ${roleNames[role].padEnd(nameWidth)}  ${email}`),
    '',
    'Make this browser a tablet: sign in as the owner or the admin, open Organization Settings → Authorized Devices → Authorize Device, and sign out. Then tap a PIN:',
    ...holders.map(
      ({ role, firstName, lastName, pin }) =>
        `  ${roleNames[role].padEnd(nameWidth)}  ${pin}  ${firstName} ${lastName}`,
    ),
    `A temporary PIN, which asks for one of your own: ${temporaryPin.pin} (${temporaryPin.holder})`,
  ];
}
