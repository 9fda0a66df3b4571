// Reads the cells of one user's row into values, or says what is wrong with each.
import * as z from 'zod/mini';
import { readDigits } from '../../../contract/digits.ts';
import {
  emailSchema,
  familyNameSchema,
  fold,
  givenNameSchema,
  languageSchema,
  tooManyUnits,
  usernameSchema,
  userUnitsMost,
} from '../../../contract/fields.ts';
import type { Language } from '../../../contract/languages.ts';
import { findPinWeakness } from '../../../contract/pin-rules.ts';
import { foldText } from '../../../contract/search-text.ts';
import { keepSeen } from '../../../contract/seen-text.ts';
import type { UserFileColumn } from '../../../contract/user-file.ts';
import type { organizations, roles } from '../../database/schema.ts';
import { readPhoneNumber } from '../access/phone-number.ts';
import { ProblemError } from '../access/problem-error.ts';
import { readUnitCell, type UnitNames } from '../units/unit-names.ts';
import type { UserFileRow } from './read-user-file.ts';

/** What a row says; `null` where its cell is empty. */
export type UserFileValues = {
  username: string;
  firstName: string | null;
  lastName: string | null;
  email: string | null;
  phone: string | null;
  pin: string | null;
  language: Language | null;
  roleId: string | null;
  unitIds: string[] | null;
};

/** What cells are read against: the organization, and the roles and units that may be named. */
export type CellWorld = {
  organization: typeof organizations.$inferSelect;
  roles: readonly (typeof roles.$inferSelect)[];
  unitNames: UnitNames;
};

type Refuse = (column: UserFileColumn, message: string) => void;

/** A unit by its name, or by its path where a name stands more than once. */
function findUnit(path: readonly string[], world: CellWorld, refuse: Refuse): string | null {
  const [found, ...others] = world.unitNames.find(path);
  const text = path.join(' / ').trim();
  if (!found) refuse('units', `There is no unit “${text}”.`);
  else if (others.length > 0)
    refuse(
      'units',
      `Several units are called “${text}”. Add the units above it: Site / ${text}. For one at the top: / ${text}.`,
    );
  return found && others.length === 0 ? found : null;
}

function findRole(text: string, world: CellWorld, refuse: Refuse): string | null {
  const loose = world.roles.filter(({ name }) => foldText(name) === foldText(keepSeen(text)));
  // Without its accents, say, where only one role can be meant.
  const role =
    world.roles.find(({ nameFolded }) => nameFolded === fold(text)) ??
    (loose.length === 1 ? loose[0] : undefined);
  if (!role) refuse('role', `There is no role “${text}”.`);
  return role?.id ?? null;
}

function findPhone(text: string, world: CellWorld, refuse: Refuse): string | null {
  try {
    return readPhoneNumber(text, world.organization.phoneRule);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    refuse('phone', error.detail);
    return null;
  }
}

/** Numbers as spreadsheets shorten them: 4.93E+11, and 12345.0. */
const shortenedNumber = /^\d+(?:[.,]\d+)?E[+-]?\d+$|^\d+[.,]0+$/i;
/** The columns that people take for numbers. */
const numbers = ['username', 'phone', 'pin'] as const;

/** What may be given is not checked yet. @param refuse hears of each cell that is not right */
export function readCells(cells: UserFileRow['cells'], world: CellWorld, refuse: Refuse): UserFileValues {
  const shortened = new Set<UserFileColumn>(numbers.filter((column) => shortenedNumber.test(cells[column])));
  for (const column of shortened)
    refuse(
      column,
      'The spreadsheet has shortened this number. Format its column as text, enter the number again and save the file.',
    );
  function read<S extends z.core.$ZodType>(column: UserFileColumn, schema: S): z.output<S> | null {
    if (shortened.has(column) || (cells[column] === '' && column !== 'username')) return null;
    const parsed = z.safeParse(schema, cells[column]);
    if (parsed.success) return parsed.data;
    refuse(column, parsed.error.issues[0]?.message ?? 'This is not valid.');
    return null;
  }
  const pin = shortened.has('pin') ? '' : readDigits(cells.pin);
  const weakness = pin === '' ? null : findPinWeakness(pin, world.organization.pinLength);
  if (weakness) refuse('pin', weakness);
  const paths = readUnitCell(cells.units);
  const tooMany = paths.length > userUnitsMost;
  if (tooMany) refuse('units', tooManyUnits);
  return {
    username: read('username', usernameSchema) ?? '',
    firstName: read('firstName', givenNameSchema),
    lastName: read('lastName', familyNameSchema),
    email: read('email', emailSchema),
    phone: cells.phone === '' || shortened.has('phone') ? null : findPhone(cells.phone, world, refuse),
    pin: pin === '' || weakness ? null : pin,
    language: read('language', languageSchema),
    roleId: cells.role === '' ? null : findRole(cells.role, world, refuse),
    unitIds:
      paths.length === 0 || tooMany
        ? null
        : [...new Set(paths.flatMap((path) => findUnit(path, world, refuse) ?? []))],
  };
}
