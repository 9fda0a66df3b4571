// Works out what a file of users would do, row by row, and what stands in its way; nothing is written.
import { setImmediate } from 'node:timers/promises';
import { fitsPartners } from '../../../contract/built-in-roles.ts';
import type { ImportProblem } from '../../../contract/endpoints/user-imports.ts';
import type { UserFileColumn } from '../../../contract/user-file.ts';
import { userFileColumns } from '../../../contract/user-file.ts';
import type { Queries } from '../../database/database.ts';
import { displayName } from '../access/display-name.ts';
import { foldAddress } from '../access/fold-address.ts';
import { foldUsername } from '../access/look-alikes.ts';
import { isWithinPower, mayTakeOver } from '../access/roles.ts';
import { readPermissions, type SignedIn } from '../access/signed-in.ts';
import { readCells, type UserFileValues } from './read-cells.ts';
import { type ImportWorld, type PresentPerson, readImportWorld } from './read-import-world.ts';
import { problemsMost, type UserFileRow } from './read-user-file.ts';

export type PlannedRow = UserFileValues & {
  row: number;
  action: 'add' | 'update' | 'skip';
  /** Who is updated or skipped. */
  userId: string | null;
  roleName: string;
  /** The role of before; `null` for somebody new. */
  roleBefore: string | null;
  /** How they are called once it is written. */
  name: string;
  /** The units that they are to have from now on; `null` where the file says nothing of them. */
  unitNames: string[] | null;
};

/** So many rows are planned at one go. */
const rowsAtOnce = 50;

export type ImportPlan = { rows: PlannedRow[]; problems: ImportProblem[] };

const nothing: Omit<UserFileValues, 'username'> = {
  firstName: null,
  lastName: null,
  email: null,
  phone: null,
  pin: null,
  language: null,
  roleId: null,
  unitIds: null,
};

const titles = new Map<UserFileColumn, string>(userFileColumns.map(({ key, title }) => [key, title]));

type Refuse = (column: UserFileColumn | null, message: string) => void;

/** Notes a value of a row. @returns the row before that has the same one */
function noteValue(seen: Map<string, number>, value: string | null, row: number): number | undefined {
  if (!value) return undefined;
  const before = seen.get(value);
  if (before === undefined) seen.set(value, row);
  return before;
}

/** Leaves out what is as the file says already. */
function findChanges(
  values: UserFileValues,
  { user, role }: PresentPerson,
  unitIds: readonly string[],
): UserFileValues {
  const changed = <T>(value: T | null, present: T | null) => (value === present ? null : value);
  const sameUnits =
    values.unitIds?.length === unitIds.length && values.unitIds.every((id) => unitIds.includes(id));
  return {
    username: values.username,
    pin: values.pin,
    firstName: changed(values.firstName, user.firstName),
    lastName: changed(values.lastName, user.lastName),
    email: values.email && foldAddress(values.email) === user.emailFolded ? null : values.email,
    phone: changed(values.phone, user.phone),
    language: changed(values.language, user.language),
    roleId: changed(values.roleId, role.id),
    unitIds: sameUnits ? null : values.unitIds,
  };
}

const saysNothing = ({ username: _, ...rest }: UserFileValues) =>
  Object.values(rest).every((value) => value === null);

function checkUpdate(
  values: UserFileValues,
  { user, role }: PresentPerson,
  world: ImportWorld,
  signedIn: SignedIn,
  refuse: Refuse,
): void {
  if (user.id === signedIn.user.id)
    refuse(null, 'This is you. Change your own account under My User Account.');
  else if (!isWithinPower(signedIn, readPermissions(role.permissions))) {
    refuse(null, 'This user can do more than you. Leave the row out.');
  } else if (role.builtIn === 'owner')
    refuse(null, 'Owners can’t be changed by an import. Leave the row out.');
  else if (!mayTakeOver(signedIn, user.id, role.permissions)) {
    const message =
      'This user can do as much as you. Only an owner, or somebody with a higher role, can change this.';
    for (const [column, value] of [
      ['role', values.roleId],
      ['email', values.email],
    ] as const)
      if (value) refuse(column, message);
  }
  const next = world.roles.find(({ id }) => id === values.roleId);
  const hasPin = user.pinSealed !== null || values.pin !== null;
  const mayUseTablets = !next || readPermissions(next.permissions).has('tablet:use');
  if (hasPin && !mayUseTablets && !user.email && !values.email) {
    refuse(
      'role',
      'This user signs in only with a PIN, which this role doesn’t allow. Add an email address, or choose another role.',
    );
  }
  if (values.email && user.email) {
    refuse('email', 'This user has another address. Change it in Users, not by an import.');
  }
}

/** A role that is to be given; the one that somebody has already needs no power. */
function checkRole(
  roleId: string | null,
  partnerId: string | null,
  world: ImportWorld,
  signedIn: SignedIn,
  refuse: Refuse,
): void {
  const role = world.roles.find(({ id }) => id === roleId);
  if (!role) return;
  const held = readPermissions(role.permissions);
  if (!isWithinPower(signedIn, held)) refuse('role', 'You can’t give a role that can do more than yours.');
  else if (role.builtIn === 'owner') refuse('role', 'An import can’t make somebody an owner.');
  else if (partnerId !== null && !fitsPartners(held)) {
    refuse('role', 'Partner users can’t have this role.');
  }
}

/**
 * Plans an import with the eyes of the one who asks: what they may not see or give is a problem of its row.
 * Not yet verified: that PINs are free; that shows when they are hashed.
 * @param existing what happens to users whose username is there already
 */
export async function planUserImport(
  tx: Queries,
  signedIn: SignedIn,
  fileRows: readonly UserFileRow[],
  existing: 'skip' | 'update',
): Promise<ImportPlan> {
  const world = await readImportWorld(tx, signedIn, fileRows);
  const seen = {
    username: new Map<string, number>(),
    email: new Map<string, number>(),
    pin: new Map<string, number>(),
  };
  const usual = world.roles.find(
    ({ builtIn }) => builtIn === (signedIn.user.partnerId ? 'partner' : 'staff'),
  );
  if (!usual) throw new Error('a built-in role is gone');
  const problems: ImportProblem[] = [];

  function planRow({ row, cells }: UserFileRow): PlannedRow {
    const found: ImportProblem[] = [];
    const refuse: Refuse = (column, message) =>
      void found.push({ row, column: column ? (titles.get(column) ?? '') : '', message });
    const there = world.byUsername.get(foldUsername(cells.username));
    const sameName = noteValue(seen.username, foldUsername(cells.username), row);
    if (sameName) refuse('username', `Row ${sameName} has the same username.`);
    if (there && !there.visible) refuse('username', 'This username is taken. Choose another one.');
    const plan = {
      row,
      userId: there?.user.id ?? null,
      roleName: (there?.visible && there.role.name) || (usual?.name ?? ''),
      roleBefore: there?.visible ? there.role.name : null,
    };

    if (there && (existing === 'skip' || !there.visible)) {
      problems.push(...found);
      const name = `${cells.firstName} ${cells.lastName}`.trim() || cells.username;
      return { ...nothing, username: cells.username, ...plan, name, unitNames: null, action: 'skip' };
    }
    const read = readCells(cells, world, refuse);
    const values = there
      ? findChanges(read, there, world.unitIds.get(there.user.id) ?? [])
      : { ...read, roleId: read.roleId ?? usual?.id ?? null };
    const sameAddress = noteValue(seen.email, values.email && foldAddress(values.email), row);
    if (sameAddress) refuse('email', `Row ${sameAddress} has the same email address.`);
    const samePin =
      world.organization.signInStyle === 'pin' ? noteValue(seen.pin, values.pin, row) : undefined;
    if (samePin) refuse('pin', `Row ${samePin} has the same PIN.`);
    const holder = values.email ? world.byAddress.get(foldAddress(values.email)) : undefined;
    if (holder && holder.user.id !== there?.user.id) refuse('email', 'This email address is taken.');
    const partnerId = there ? there.user.partnerId : signedIn.user.partnerId;
    checkRole(values.roleId, partnerId, world, signedIn, refuse);
    const unchanged = there !== undefined && saysNothing(values);
    if (there && !unchanged) checkUpdate(values, there, world, signedIn, refuse);
    problems.push(...found);
    const roleName = world.roles.find(({ id }) => id === values.roleId)?.name ?? plan.roleName;
    return {
      ...values,
      ...plan,
      roleName,
      name: displayName({
        username: there?.user.username ?? values.username,
        firstName: values.firstName ?? there?.user.firstName ?? '',
        lastName: values.lastName ?? there?.user.lastName ?? '',
      }),
      unitNames: values.unitIds?.map((id) => world.units.get(id) ?? '') ?? null,
      action: unchanged ? 'skip' : there ? 'update' : 'add',
    };
  }

  const rows: PlannedRow[] = [];
  for (const row of fileRows) {
    if (problems.length > problemsMost) break;
    rows.push(planRow(row));
    // Other requests come in between.
    if (rows.length % rowsAtOnce === 0) await setImmediate();
  }
  return { rows, problems };
}
