// The sixty people of the demo: names, roles, units and shifts.
import { randomUUID } from 'node:crypto';
import type { DemoUnit } from './places.ts';

type DemoRole = 'owner' | 'admin' | 'manager' | 'shift-lead' | 'staff';

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

const names: Readonly<Record<DemoRole, string>> = {
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

const roles: readonly DemoRole[] = ['owner', 'admin', 'manager', 'shift-lead', 'staff'];

function foldToAscii(name: string): string {
  return name
    .replaceAll('ø', 'o')
    .replaceAll('ı', 'i')
    .normalize('NFD')
    .replace(/[^a-zA-Z]/g, '')
    .toLowerCase();
}

function chooseUnit(role: DemoRole, at: number): DemoUnit | null {
  if (role === 'manager') return at === 4 ? 'hall' : null;
  if (role !== 'staff' || at < 4) return null;
  return at % 5 === 1 ? 'line' : at % 4 === 0 ? 'hall' : null;
}

function makePerson(role: DemoRole, name: string, at: number): DemoPerson {
  const space = name.indexOf(' ');
  const [firstName, lastName] = [name.slice(0, space), name.slice(space + 1)];
  const username = `${foldToAscii(firstName)}.${foldToAscii(lastName)}`;
  const isOffice = role === 'owner' || role === 'admin';
  const onShift = ([0, 1, 2] as const)[at % 3] ?? 0;
  // A few are new, and have no PIN yet.
  const isNew = role === 'staff' && at >= 43;
  return {
    id: randomUUID(),
    firstName,
    lastName,
    username,
    email: isOffice || role === 'manager' ? `${username}@harbourkitchens.example` : null,
    role,
    unit: chooseUnit(role, at),
    shift: isOffice ? null : onShift,
    pin: fixedPins[name] ?? (isNew || role === 'owner' ? null : 'random'),
    suspended: role === 'staff' && (at === 20 || at === 37),
  };
}

/** Makes everybody, the owner first. */
export function makePeople(): DemoPerson[] {
  return roles.flatMap((role) =>
    names[role].split(',').map((name, at) => makePerson(role, name.trim().replace(/\s+/g, ' '), at)),
  );
}
