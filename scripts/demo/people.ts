// The people of the demo: names, roles, units and shifts, with the people of partners and those who are only invited.
import { builtInRoles } from '../../src/contract/built-in-roles.ts';
import type { Origin } from '../../src/server/domain/access/signed-in.ts';

export type DemoUnit = 'site' | 'hall' | 'line';
export type DemoDevice = 'line' | 'hall' | 'goods-in' | 'canteen';
export type DemoPartner = 'logistics' | 'cleaning' | 'agency';
type OwnRole = 'owner' | 'admin' | 'manager' | 'shift-lead' | 'staff';
export type DemoRole = OwnRole | 'floor-manager' | 'partner-manager' | 'partner';

export type DemoPerson = {
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
  /** When they were invited, if they have not chosen a password yet. */
  invitedHoursAgo: number | null;
};

export const roleNames = {
  owner: builtInRoles.owner.name,
  admin: builtInRoles.admin.name,
  manager: builtInRoles.manager.name,
  'shift-lead': 'Shift Lead',
  'floor-manager': 'Floor Manager',
  staff: builtInRoles.staff.name,
  'partner-manager': builtInRoles['partner-manager'].name,
  partner: builtInRoles.partner.name,
} as const satisfies Record<DemoRole, string>;

/** Where the office’s computers are. */
export const office: Origin = { address: '10.20.1.12', userAgent: null };

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
/** What people tap by mistake. */
export const nobodysPin = '864297';
/** Was staff at first. */
export const promoted = 'Mei-Ling Chen';
/** Waits for a new PIN. */
export const forgetful = 'Kwame Mensah';
/** Where an invitation never arrives: its domain lacks a letter. */
const misspelt = 'nora.kessler@harbourkitchen.example';

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
    ...names,
    username,
    email: isOffice || role === 'manager' ? `${username}@harbourkitchens.example` : null,
    // The one who is limited to a unit has a role that was copied from Manager.
    role: role === 'manager' && at === 4 ? 'floor-manager' : role,
    unit: chooseUnit(role, at),
    shift: isOffice ? null : onShift,
    pin: fixedPins[name] ?? (isNew || role === 'owner' ? null : 'random'),
    suspended: role === 'staff' && (at === 20 || at === 37),
    partner: null,
    phone: null,
    invitedHoursAgo: null,
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
    invitedHoursAgo: 20,
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
    invitedHoursAgo: 5,
  },
  {
    name: 'Viktor Sandberg',
    role: 'shift-lead',
    email: 'viktor.sandberg@harbourkitchens.example',
    invitedHoursAgo: 99,
  },
  {
    name: 'Nora Kessler',
    role: 'staff',
    email: misspelt,
    pin: 'random',
    invitedHoursAgo: 2,
  },
];

function makeOutsider({ name, ...person }: Outsider): DemoPerson {
  return {
    ...readName(name),
    unit: null,
    shift: null,
    pin: null,
    suspended: false,
    partner: null,
    phone: null,
    invitedHoursAgo: null,
    ...person,
  };
}

/** Tells whether mails to an address come back. */
export const isMisspelt = (address: string) => address === misspelt;

/** Tells whether somebody signs in with the demo's password. */
export const hasPassword = ({ email, invitedHoursAgo }: DemoPerson) =>
  email !== null && invitedHoursAgo === null;

export const nameOf = ({ firstName, lastName }: Pick<DemoPerson, 'firstName' | 'lastName'>) =>
  `${firstName} ${lastName}`;

/** Everybody, the owner first. */
export function listPeople(): DemoPerson[] {
  const own = roles.flatMap((role) =>
    names[role].split(',').map((name, at) => makePerson(role, name.trim().replace(/\s+/g, ' '), at)),
  );
  return [...own, ...outsiders.map(makeOutsider)];
}
