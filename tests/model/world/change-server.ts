// One change of an organization by its owner: the product's own domain, with a process that may end at any statement.
import { ProblemError } from '../../../src/server/domain/access/problem-error.ts';
import { type ServerCrash, withCrash } from './model-server.ts';
import { pick } from './pick.ts';
import type { World } from './world.ts';

async function readRevision({ server, organization }: World): Promise<number> {
  const [row] = await server.query('select revision::int from organizations where id = $1', [
    organization.id,
  ]);
  return Number(row?.revision);
}

/** Does something as the owner. What the server refuses is not done; what a crash left is looked up by the revision. */
export async function change<T>(
  world: World,
  serverCrash: ServerCrash | null,
  work: () => Promise<T>,
  note: (made: T | undefined) => void | Promise<void>,
): Promise<void> {
  const before = await readRevision(world);
  const { crashed, value, error } = await withCrash(serverCrash, work);
  if (error !== undefined && !crashed && !(error instanceof ProblemError)) throw error;
  if (!crashed) return error === undefined ? note(value) : undefined;
  const isDone = (await readRevision(world)) > before;
  world.seen.note(isDone ? 'server crashed after its commit' : 'server crashed before its commit');
  if (isDone) await note(value);
}

export const unitAt = ({ organization }: World, number: number | null) =>
  number === null ? null : (pick([...organization.units.keys()], number) ?? null);

export const ownRoleAt = ({ organization }: World, number: number) =>
  pick(
    [...organization.roles.values()].filter(({ isBuiltIn }) => !isBuiltIn),
    number,
  );

export const roleAt = ({ organization }: World, number: number, not?: string) =>
  pick(
    [...organization.roles.values()].filter(({ id, name }) => name !== 'Owner' && id !== not),
    number,
  );
