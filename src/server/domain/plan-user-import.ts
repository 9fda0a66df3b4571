// Works out what a file of people would do, row by row, and what stands in its way; nothing is written.
import { eq, inArray, or, sql } from 'drizzle-orm';
import type { ImportProblem } from '../../contract/endpoints/user-imports.ts';
import { fold } from '../../contract/fields.ts';
import type { UserFileColumn } from '../../contract/user-file.ts';
import { userFileColumns } from '../../contract/user-file.ts';
import type { Queries } from '../database/database.ts';
import { organizations, roles, units, users } from '../database/schema.ts';
import { foldAddress } from './fold-address.ts';
import { isPersonVisible } from './people-scope.ts';
import { readCells, type UserFileValues } from './read-cells.ts';
import type { UserFileRow } from './read-user-file.ts';
import { isWithinPower } from './roles.ts';
import { readPermissions, type SignedIn } from './signed-in.ts';
import { findUnitScope } from './unit-scope.ts';

export type PlannedRow = UserFileValues & {
  row: number;
  action: 'add' | 'update' | 'skip';
  /** Who is updated or skipped. */
  userId: string | null;
  roleName: string;
};

export type ImportPlan = { rows: PlannedRow[]; problems: ImportProblem[] };

const titles = new Map<UserFileColumn, string>(userFileColumns.map(({ key, title }) => [key, title]));

async function readWorld(tx: Queries, signedIn: SignedIn, rows: readonly UserFileRow[]) {
  const { organizationId } = signedIn;
  const scope = await findUnitScope(tx, signedIn.user.id);
  const [organization] = await tx.select().from(organizations).where(eq(organizations.id, organizationId));
  if (!organization) throw new Error('the organization is gone');
  const usernames = rows.map(({ cells }) => fold(cells.username));
  const addresses = rows.flatMap(({ cells }) => (cells.email ? [foldAddress(cells.email)] : []));
  const found = await tx
    .select({
      user: users,
      role: roles,
      visible: sql<boolean>`coalesce(${isPersonVisible(signedIn, scope)}, true)`,
    })
    .from(users)
    .innerJoin(roles, eq(roles.id, users.roleId))
    .where(or(inArray(users.usernameFolded, usernames), inArray(users.emailFolded, addresses)));
  const present = found.filter(({ user }) => user.state !== 'deleted');
  const allUnits = await tx.select().from(units);
  return {
    organization,
    scope,
    byUsername: new Map(present.map((each) => [each.user.usernameFolded, each])),
    byAddress: new Map(present.map((each) => [each.user.emailFolded, each])),
    roles: await tx.select().from(roles),
    units: scope ? allUnits.filter(({ id }) => scope.includes(id)) : allUnits,
    allUnits,
  };
}

/** What the rows of one file must not say twice. */
function noteTwice(seen: Map<string, number>, value: string, row: number): number | null {
  const before = seen.get(value) ?? null;
  if (before === null) seen.set(value, row);
  return before;
}

/**
 * Plans an import with the eyes of the one who asks: what they may not see or give is a problem of its row.
 * Not yet verified: that PINs are free; that shows when they are hashed.
 * @param existing what happens to people whose username is there already
 */
export async function planUserImport(
  tx: Queries,
  signedIn: SignedIn,
  fileRows: readonly UserFileRow[],
  existing: 'skip' | 'update',
): Promise<ImportPlan> {
  const world = await readWorld(tx, signedIn, fileRows);
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
  const rows: PlannedRow[] = [];
  for (const { row, cells } of fileRows) {
    const refuse = (column: UserFileColumn | null, message: string) =>
      void problems.push({ row, column: column ? (titles.get(column) ?? '') : '', message });
    const there = world.byUsername.get(fold(cells.username));
    const values = readCells(cells, world, signedIn, refuse);

    const sameName = noteTwice(seen.username, fold(cells.username), row);
    if (cells.username && sameName) refuse('username', `Row ${sameName} has the same username.`);
    const sameAddress = values.email && noteTwice(seen.email, foldAddress(values.email), row);
    if (sameAddress) refuse('email', `Row ${sameAddress} has the same e-mail address.`);
    const samePin =
      world.organization.signInStyle === 'pin' && values.pin && noteTwice(seen.pin, values.pin, row);
    if (samePin) refuse('pin', `Row ${samePin} has the same PIN.`);

    if (there && !there.visible)
      refuse('username', 'Somebody has this username already. Choose another one.');
    const holder = values.email ? world.byAddress.get(foldAddress(values.email)) : undefined;
    if (holder && holder.user.id !== there?.user.id) {
      refuse('email', 'Somebody has this e-mail address already.');
    }
    if (there?.visible && existing === 'update') {
      if (there.user.id === signedIn.user.id)
        refuse(null, 'This is you. Change yourself under My User Account.');
      else if (!isWithinPower(signedIn, readPermissions(there.role.permissions))) {
        refuse(null, 'This person may do more than you. Leave the row out.');
      } else if (there.role.builtIn === 'owner')
        refuse(null, 'An owner is not changed by a file. Leave the row out.');
      if (values.email && there.user.email && foldAddress(values.email) !== there.user.emailFolded) {
        refuse('email', 'This person has another address. Change it in the person’s form, not by a file.');
      }
    }
    const role = world.roles.find(({ id }) => id === values.roleId) ?? there?.role ?? usual;
    if (!there && !cells.role && !isWithinPower(signedIn, readPermissions(usual.permissions))) {
      refuse('role', 'Name a role: you can’t give the usual one.');
    }
    rows.push({
      ...values,
      roleId: there ? values.roleId : role.id,
      row,
      action: there ? existing : 'add',
      userId: there?.user.id ?? null,
      roleName: role.name,
    });
  }
  return { rows, problems };
}
