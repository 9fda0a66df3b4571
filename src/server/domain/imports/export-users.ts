// The list of users as a file for spreadsheets, in the form that an import takes.

import { asc, eq, inArray } from 'drizzle-orm';
import type { User } from '../../../contract/endpoints/users.ts';
import { byteOrderMark, type Separator, writeLines } from '../../../contract/spreadsheet-cell.ts';
import { userFileColumns, userFileExportNotes } from '../../../contract/user-file.ts';
import { roles, units, users } from '../../database/schema.ts';
import { type Act, record } from '../access/act.ts';
import { findUnitScope } from '../access/unit-scope.ts';
import { nameUnits, type UnitNames } from '../units/unit-names.ts';
import { type UserFilter, whereUsers } from '../users/user-filter.ts';
import { describeUsers } from '../users/user-view.ts';
import { findNameable } from './read-import-world.ts';

const peopleAtOnce = 1000;

const cellOf: Readonly<
  Record<(typeof userFileColumns)[number]['key'], (user: User, unitNames: UnitNames) => string>
> = {
  username: ({ username }) => username,
  role: ({ role }) => role.name,
  firstName: ({ firstName }) => firstName,
  lastName: ({ lastName }) => lastName,
  email: ({ email }) => email ?? '',
  phone: ({ phone }) => phone ?? '',
  // Nobody can read a PIN.
  pin: () => '',
  units: (user, unitNames) => user.units.map(({ id, name }) => unitNames.write(id) ?? name).join(' | '),
  language: ({ language }) => language ?? '',
};

const header = [...userFileColumns.map(({ title }) => title), ...userFileExportNotes];

function writeUsers(people: readonly User[], unitNames: UnitNames, separator: Separator): string {
  const cells = people.map((user) => [
    ...userFileColumns.map(({ key }) => cellOf[key](user, unitNames)),
    user.state,
    user.partner?.name ?? '',
    user.createdAt,
    user.lastSignInAt ?? '',
  ]);
  return writeLines(cells, separator);
}

async function* writePeople(act: Act, ids: readonly string[], separator: Separator) {
  const { context, signedIn } = act;
  yield byteOrderMark + writeLines([header], separator);
  for (let at = 0; at < ids.length; at += peopleAtOnce) {
    const part = ids.slice(at, at + peopleAtOnce);
    yield await context.database.inOrganization(signedIn.organizationId, async (tx) => {
      const rows = await tx
        .select({ user: users, role: roles })
        .from(users)
        .innerJoin(roles, eq(roles.id, users.roleId))
        .where(inArray(users.id, part))
        .orderBy(asc(users.nameSorted), asc(users.id));
      const present = rows.filter(({ user }) => user.state !== 'deleted');
      const seen = findNameable(
        signedIn,
        await findUnitScope(tx, signedIn.user.id),
        await tx.select().from(units),
      );
      return writeUsers(await describeUsers(tx, act, present), nameUnits(seen), separator);
    });
  }
}

/** Notes the export in the audit trail and begins it: those whom the one who asks may see and the filter names, by name. */
export async function exportUsers(
  act: Act,
  { separator = 'comma', ...filter }: UserFilter & { separator?: Separator | undefined },
) {
  const { context, signedIn } = act;
  const { organizationId } = signedIn;
  const now = context.clock();
  const ids = await context.database.inOrganization(organizationId, async (tx) => {
    const found = await tx
      .select({ id: users.id })
      .from(users)
      .where(await whereUsers(tx, signedIn, filter))
      .orderBy(asc(users.nameSorted), asc(users.id));
    await record(tx, act, 'users.exported', { detail: { people: found.length } });
    return found.map(({ id }) => id);
  });
  return {
    name: `floorkey-people-${now.toISOString().slice(0, 10)}.csv`,
    contentType: 'text/csv; charset=utf-8',
    content: writePeople(act, ids, separator),
  };
}
