// Who is in the demo and where: units, roles, partners and everybody’s way in, made by the server’s own functions.
import { randomInt } from 'node:crypto';
import { builtInRoles } from '../../src/contract/built-in-roles.ts';
import { findPinWeakness } from '../../src/contract/pin-rules.ts';
import type { Act } from '../../src/server/domain/access/act.ts';
import { changeOrganization } from '../../src/server/domain/access/change.ts';
import { createPartner } from '../../src/server/domain/partners/save-partner.ts';
import { createRole } from '../../src/server/domain/roles/change-role.ts';
import { createUnit } from '../../src/server/domain/units/change-unit.ts';
import { type NewUser, prepareNewUser, writeNewUser } from '../../src/server/domain/users/new-user.ts';
import type { Past } from './past.ts';
import { type DemoPerson, roleNames } from './people.ts';

/** So many PINs at once that no core is idle, and none waits for long. */
const hashedAtOnce = 8;

/** Somebody who was added. @property ownPin what they tap */
export type Member = DemoPerson & { id: string; ownPin: string | null };

/** A PIN that is not weak, and that nobody has. */
function drawPin(taken: Set<string>): string {
  for (;;) {
    const pin = String(randomInt(1_000_000)).padStart(6, '0');
    if (taken.has(pin) || findPinWeakness(pin, pin.length) !== null) continue;
    taken.add(pin);
    return pin;
  }
}

async function makeUnits(by: Act) {
  const make = async (name: string, parentId: string | null) => (await createUnit(by, { name, parentId })).id;
  const site = await make('Alder Street Plant', null);
  const hall = await make('Packing Hall', site);
  return { site, hall, line: await make('Line 2', hall) };
}

/** @returns the ids of all roles by their names */
async function makeRoles({ work }: Past, by: Act): Promise<ReadonlyMap<string, string>> {
  // As somebody makes it who copies Manager and takes away what a floor does not need.
  const permissions = builtInRoles.manager.permissions.filter((name) => name !== 'users:manage');
  await createRole(by, { name: roleNames['floor-manager'], permissions });
  const ofLead = { name: roleNames['shift-lead'], permissions: ['tablet:use', 'users:read'] } as const;
  await createRole(by, ofLead);
  const found = await work((tx) => tx.query.roles.findMany({ columns: { id: true, name: true } }));
  return new Map(found.map(({ id, name }) => [name, id]));
}

async function makePartners(by: Act) {
  const make = async (name: string, contactName: string, contactEmail: string, contactPhone: string | null) =>
    (await createPartner(by, { name, contactName, contactEmail, contactPhone })).id;
  const cleaning = 'Nordlicht Gebäudereinigungsgesellschaft';
  return {
    logistics: await make(
      'Brightwater Logistics',
      'Marek Svoboda',
      'dispatch@brightwater.example',
      '+442079460123',
    ),
    cleaning: await make(cleaning, 'Jana Hoffmann', 'kontakt@nordlicht.example', '+493023125014'),
    agency: await make('Fairfield Staffing', 'Owen Clarke', 'desk@fairfield.example', null),
  };
}

export type House = Awaited<ReturnType<typeof openHouse>>;

/** Makes what people belong to. @param pins what nobody else may get */
export async function openHouse(past: Past, by: Act, pins: readonly string[]) {
  const units = await makeUnits(by);
  const roles = await makeRoles(past, by);
  const companies = await makePartners(by);
  const taken = new Set(pins);
  const roleOf = ({ role }: Pick<DemoPerson, 'role'>) => roles.get(roleNames[role]) ?? '';

  async function prepare(by: Act, person: DemoPerson) {
    const { username, firstName, lastName, email, phone, pin, unit, partner } = person;
    // The server makes the PINs of partners’ people.
    const isMade = partner !== null && pin !== null;
    const ownPin = isMade ? null : pin === 'random' ? drawPin(taken) : pin;
    const input: NewUser = {
      ...{ username, firstName, lastName, roleId: roleOf(person) },
      ...(email ? { email } : {}),
      ...(phone ? { phone } : {}),
      ...(isMade ? { temporaryPin: true } : ownPin ? { pin: ownPin } : {}),
      ...(unit ? { unitIds: [units[unit]] } : {}),
      ...(partner ? { partnerId: companies[partner] } : {}),
    };
    return { person, ownPin, input, prepared: await prepareNewUser(by, input) };
  }

  return {
    units,
    companies,
    roleOf,
    drawPin: () => drawPin(taken),

    /** Adds people, all in one change; who has an address is invited. */
    async add(by: Act, people: readonly DemoPerson[]): Promise<Member[]> {
      const { context, organizationId } = past;
      const ready: Awaited<ReturnType<typeof prepare>>[] = [];
      for (let at = 0; at < people.length; at += hashedAtOnce) {
        const together = people.slice(at, at + hashedAtOnce);
        ready.push(...(await Promise.all(together.map((person) => prepare(by, person)))));
      }
      return changeOrganization(context, organizationId, async (tx, revision) => {
        const members: Member[] = [];
        for (const { person, ownPin, input, prepared } of ready) {
          await writeNewUser(tx, by, revision, input, prepared);
          members.push({ ...person, id: prepared.id, ownPin });
        }
        return members;
      });
    },
  };
}
