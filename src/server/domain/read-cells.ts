// Reads the cells of one person's row into values, or says what is wrong with each.
import * as z from 'zod/mini';
import {
  emailSchema,
  familyNameSchema,
  fold,
  givenNameSchema,
  languageSchema,
  usernameSchema,
} from '../../contract/fields.ts';
import type { Language } from '../../contract/languages.ts';
import { findPinWeakness } from '../../contract/pin-rules.ts';
import type { UserFileColumn } from '../../contract/user-file.ts';
import type { organizations, roles, units } from '../database/schema.ts';
import { readPhoneNumber } from './phone-number.ts';
import { ProblemError } from './problem-error.ts';
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

type UnitRow = typeof units.$inferSelect;

/** What cells are read against: the organization, and the roles and units that may be named. */
export type CellWorld = {
  organization: typeof organizations.$inferSelect;
  roles: readonly (typeof roles.$inferSelect)[];
  units: readonly UnitRow[];
  allUnits: readonly UnitRow[];
};

type Refuse = (column: UserFileColumn, message: string) => void;

function pathOf(unit: UnitRow, all: readonly UnitRow[]): string {
  const above = all.find(({ id }) => id === unit.parentId);
  return above ? `${pathOf(above, all)}/${unit.nameFolded}` : unit.nameFolded;
}

/** A unit by its name, or by its path ("Site / Hall") where a name stands more than once. */
function findUnit(text: string, world: CellWorld, refuse: Refuse): string | null {
  const wanted = text.split('/').map(fold).join('/');
  const found = world.units.filter((unit) => {
    const path = pathOf(unit, world.allUnits);
    return path === wanted || path.endsWith(`/${wanted}`);
  });
  const [unit] = found;
  if (!unit) refuse('units', `There is no unit “${text}”.`);
  else if (found.length > 1)
    refuse('units', `Several units are called “${text}”. Write the ones above it, too: Site / ${text}.`);
  return unit && found.length === 1 ? unit.id : null;
}

function findRole(text: string, world: CellWorld, refuse: Refuse): string | null {
  const role = world.roles.find(({ nameFolded }) => nameFolded === fold(text));
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

/** What may be given is not checked yet. @param refuse hears of each cell that is not right */
export function readCells(cells: UserFileRow['cells'], world: CellWorld, refuse: Refuse): UserFileValues {
  function read<S extends z.core.$ZodType>(column: UserFileColumn, schema: S): z.output<S> | null {
    if (cells[column] === '' && column !== 'username') return null;
    const parsed = z.safeParse(schema, cells[column]);
    if (parsed.success) return parsed.data;
    refuse(column, parsed.error.issues[0]?.message ?? 'This is not right.');
    return null;
  }
  const weakness = cells.pin === '' ? null : findPinWeakness(cells.pin, world.organization.pinLength);
  if (weakness) refuse('pin', weakness);
  const unitNames = cells.units
    .split('|')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return {
    username: read('username', usernameSchema) ?? '',
    firstName: read('firstName', givenNameSchema),
    lastName: read('lastName', familyNameSchema),
    email: read('email', emailSchema),
    phone: cells.phone === '' ? null : findPhone(cells.phone, world, refuse),
    pin: cells.pin === '' || weakness ? null : cells.pin,
    language: read('language', languageSchema),
    roleId: cells.role === '' ? null : findRole(cells.role, world, refuse),
    unitIds:
      unitNames.length === 0
        ? null
        : [...new Set(unitNames.flatMap((name) => findUnit(name, world, refuse) ?? []))],
  };
}
