// The people of the demo: names, roles, units and shifts, with the people of partners and those who are only invited.
import { randomUUID } from 'node:crypto';
import type { DemoPartner } from './partners.ts';
import type { DemoUnit } from './places.ts';

type OwnRole = 'owner' | 'admin' | 'manager' | 'shift-lead' | 'staff';
export type DemoRole = OwnRole | 'floor-manager' | 'partner-manager' | 'partner';

export type DemoPerson = {
  id: string;
  firstName: string;
  lastName: string;
  username: string;
  /** Only those who sign in with a password have one. */
  email: string | null;
  role: DemoRole;
  /** The unit that they are limited to. */
  unit: DemoUnit | null;
  /** 0 early, 1 late, 2 night; `null` for the office. */
  shift: 0 | 1 | 2 | null;
  /** One of the fixed PINs, `'random'`, or none at all. */
  pin: string | null;
  suspended: boolean;
  /** The outside company that they come from. */
  partner: DemoPartner | null;
  /** E.164. */
  phone: string | null;
  /** When they were invited, if they have not chosen a password yet, and whether the mail reached them. */
  invited: { hoursAgo: number; arrived: boolean } | null;
};

/** The password of everybody in the demo who has one. */
export const demoPassword = 'harbour lights at six';

const fixedPins: Readonly<Record<string, string>> = {
  'Amara Okafor': '471936',
  'Luca Ferrari': '820475',
  'Mei-Ling Chen': '396182',
  'Tomás Herrera': '750264',
};
/** Shown at the start, so that a visitor can tap them. */
export const demoPinHolders = Object.keys(fixedPins);

/** Has a PIN that asks for one of their own, shown at the start, too. */
export const temporaryPin = { holder: 'Sofia Lindgren', pin: '618043' } as const;
/** Waits for a new PIN. */
export const forgetful = 'Kwame Mensah';

const names: Readonly<Record<OwnRole, string>> = {
  owner: 'Ingrid Solberg',
  admin: 'Rahul Mehta, Claire Dubois',
  manager: 'Tomás Herrera, Fatima El-Amrani, Piotr Nowak, Grace Mwangi, Henrik Lindqvist',
  'shift-lead': 'Mei-Ling Chen, Diego Castillo, Anneke de Vries, Yusuf Demir, Nadia Petrova, Samuel Adeyemi',
  staff: `Amara Okafor, Luca Ferrari, Sofia Lindgren, Ahmed Hassan, Nguyễn Thị Mai, Jonas Becker, Chloé Martin,
    Kwame Mensah, Ana Souza, Mateusz Kowalczyk, Leila Farahani, Oisín Murphy, Priya Nair, Emre Yılmaz, Hanna Virtanen,
    Carlos Mendoza, Zoë Jansen, Ivan Kovačević, Aisha Bello, Daniel Novák, Marta Ribeiro, Kenji Tanaka, Olena Shevchenko,
    Ravi Kumar, Elif Kaya, João Pereira, Siobhán Kelly, Minh Trần, Katarina Horvat, Abdul Rahman, Lucía Torres,
    Bjørn Haugen, Wanjiru Kamau, Stefan Ionescu, Noor van Dijk, Giulia Romano, Tariq Aziz, Agnieszka Zielińska,
    Pedro Almeida, Sunita Gurung, Mikael Berg, Rosa Delgado, Dmitri Volkov, Ines Carvalho, Kofi Asante, Yara Haddad`,
};

const roles: readonly OwnRole[] = ['owner', 'admin', 'manager', 'shift-lead', 'staff'];

function foldToAscii(name: string): string {
  return name
    .replaceAll('ø', 'o')
    .replaceAll('ı', 'i')
    .normalize('NFD')
    .replace(/[^a-zA-Z]/g, '')
    .toLowerCase();
}

function chooseUnit(role: OwnRole, at: number): DemoUnit | null {
  if (role === 'manager') return at === 4 ? 'hall' : null;
  if (role !== 'staff' || at < 4) return null;
  return at % 5 === 1 ? 'line' : at % 4 === 0 ? 'hall' : null;
}

function readName(name: string) {
  const space = name.indexOf(' ');
  const [firstName, lastName] = [name.slice(0, space), name.slice(space + 1)];
  return { firstName, lastName, username: `${foldToAscii(firstName)}.${foldToAscii(lastName)}` };
}

function makePerson(role: OwnRole, name: string, at: number): DemoPerson {
  const { username, ...names } = readName(name);
  const isOffice = role === 'owner' || role === 'admin';
  const onShift = ([0, 1, 2] as const)[at % 3] ?? 0;
  // A few are new, and have no PIN yet.
  const isNew = role === 'staff' && at >= 43;
  return {
    id: randomUUID(),
    ...names,
    username,
    email: isOffice || role === 'manager' ? `${username}@harbourkitchens.example` : null,
    // The one who is limited to a unit has a role that was copied from Manager.
    role: role === 'manager' && at === 4 ? 'floor-manager' : role,
    unit: chooseUnit(role, at),
    shift: isOffice ? null : onShift,
    pin:
      name === temporaryPin.holder
        ? temporaryPin.pin
        : (fixedPins[name] ?? (isNew || role === 'owner' ? null : 'random')),
    suspended: role === 'staff' && (at === 20 || at === 37),
    partner: null,
    phone: null,
    invited: null,
  };
}

type Outsider = Pick<DemoPerson, 'role' | 'email'> & Partial<DemoPerson> & { name: string };

const outsiders: readonly Outsider[] = [
  {
    name: 'Marek Svoboda',
    role: 'partner-manager',
    email: 'marek.svoboda@brightwater.example',
    partner: 'logistics',
    phone: '+442079460124',
  },
  {
    name: 'Rosalind Achterberg',
    role: 'partner',
    email: 'rosalind.achterberg@brightwater.example',
    partner: 'logistics',
    phone: '+442079460125',
    invited: { hoursAgo: 20, arrived: true },
  },
  { name: 'Tom Whitfield', role: 'partner', email: null, partner: 'logistics', pin: 'random' },
  {
    name: 'Jana Hoffmann',
    role: 'partner-manager',
    email: 'jana.hoffmann@nordlicht.example',
    partner: 'cleaning',
    phone: '+493023125015',
  },
  { name: 'Ali Yıldız', role: 'partner', email: null, partner: 'cleaning', pin: 'random' },
  { name: 'Owen Clarke', role: 'partner-manager', email: 'owen.clarke@fairfield.example', partner: 'agency' },
  { name: 'Beth Adler', role: 'partner', email: null, partner: 'agency', pin: 'random' },
  {
    name: 'Laura Bianchi',
    role: 'manager',
    email: 'laura.bianchi@harbourkitchens.example',
    invited: { hoursAgo: 5, arrived: true },
  },
  {
    name: 'Viktor Sandberg',
    role: 'shift-lead',
    email: 'viktor.sandberg@harbourkitchens.example',
    invited: { hoursAgo: 99, arrived: true },
  },
  {
    name: 'Nora Kessler',
    role: 'staff',
    email: 'nora.kessler@harbourkitchen.example',
    pin: 'random',
    invited: { hoursAgo: 2, arrived: false },
  },
];

function makeOutsider({ name, ...person }: Outsider): DemoPerson {
  return {
    id: randomUUID(),
    ...readName(name),
    unit: null,
    shift: null,
    pin: null,
    suspended: false,
    partner: null,
    phone: null,
    invited: null,
    ...person,
  };
}

/** Tells whether somebody signs in with the demo's password. */
export const hasPassword = ({ email, invited }: DemoPerson) => email !== null && invited === null;

/** Makes everybody, the owner first. */
export function makePeople(): DemoPerson[] {
  const own = roles.flatMap((role) =>
    names[role].split(',').map((name, at) => makePerson(role, name.trim().replace(/\s+/g, ' '), at)),
  );
  return [...own, ...outsiders.map(makeOutsider)];
}
