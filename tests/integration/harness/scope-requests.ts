// Requests made out of the contract: every value that fits a query, and every id of a good request put in another's place.
import * as z from 'zod/mini';
import type { Endpoint, Schema } from '../../../src/contract/endpoint.ts';
import type { RawInput } from './api-client.ts';
import type { Caller, ScopeWorld } from './scope-world.ts';

const jsonSchema = z.looseObject({
  properties: z.optional(z.record(z.string(), z.unknown())),
  required: z.optional(z.array(z.string())),
});
const uuidForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Every text that a JSON schema names as a choice, however deep. */
function listChoices(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(listChoices);
  if (typeof schema === 'string') return [schema];
  return typeof schema === 'object' && schema !== null ? Object.values(schema).flatMap(listChoices) : [];
}

const isGood = (schema: Schema, value: unknown) => z.safeParse(schema, value).success;

/** Queries with each part alone, in every value that the schema takes of those to try; beside what must be there. */
export function listQueries(
  world: ScopeWorld,
  { query }: Endpoint,
  words: readonly string[],
): Record<string, string>[] {
  if (!query) return [{}];
  const { properties = {}, required = [] } = jsonSchema.parse(
    z.toJSONSchema(query, { io: 'input', unrepresentable: 'any' }),
  );
  const candidates = (name: string) => [
    ...new Set([...listChoices(properties[name]), ...words, ...listIds(world, name)]),
  ];
  const base: Record<string, string> = {};
  for (const name of required) {
    base[name] =
      candidates(name).find((value) => isGood(query, { ...base, [name]: value }) || required.length > 1) ??
      '';
  }
  const alone = Object.keys(properties).flatMap((name) =>
    candidates(name)
      .map((value) => ({ ...base, [name]: value }))
      .filter((made) => isGood(query, made)),
  );
  return [...(isGood(query, base) ? [base] : []), ...alone];
}

/** The ids in a part of a request, each with a way to put another one there. */
export function findIds(value: unknown): { id: string; put: (other: string) => unknown }[] {
  if (typeof value === 'string') return uuidForm.test(value) ? [{ id: value, put: (other) => other }] : [];
  if (Array.isArray(value)) {
    return value.flatMap((part, at) =>
      findIds(part).map(({ id, put }) => ({ id, put: (other: string) => value.with(at, put(other)) })),
    );
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    findIds(part).map(({ id, put }) => ({ id, put: (other: string) => ({ ...value, [key]: put(other) }) })),
  );
}

/** The table that an id is of; `null` for those that the world has nothing of. */
export async function findKind({ rows, things }: ScopeWorld, id: string): Promise<string | null> {
  const kinds = [...new Set(things.map((thing) => thing.kind))].filter((kind) => kind !== 'detail');
  const looks = kinds.map((kind) => `select '${kind}' as kind from ${kind} where id = $1`);
  const [found] = await rows.query(looks.join(' union all '), [id]);
  return found ? String(found.kind) : null;
}

const kindsOfNames: Record<string, string> = {
  personId: 'users',
  requestId: 'pin_requests',
  mailId: 'mails',
  importId: 'user_imports',
  sessionId: 'account_sessions',
};

/** The ids that are worth a try under a name of the contract, such as `roleId`: of each place one. */
export function listIds({ things }: ScopeWorld, name: string): string[] {
  const kind = kindsOfNames[name] ?? `${name.replace(/Id$/, '')}s`;
  const fitting = things.filter((thing) => thing.kind === kind);
  const one = new Map(fitting.map((thing) => [thing.place, thing.id]));
  return [...one.values()];
}

/** Puts what a good request is about within the reach of the one who asks, so that nothing else stands in its way. */
export async function bringWithinReach(world: ScopeWorld, { scope }: Caller, input: RawInput): Promise<void> {
  for (const { id } of findIds(input)) {
    const kind = await findKind(world, id);
    // The owner makes the good requests, and must go on reaching everything.
    if (id === world.owner.session.user.id) continue;
    if (scope === 'partner-1' && kind === 'users')
      await world.rows.query('update users set partner_id = $2 where id = $1', [id, world.partner1]);
    if (scope !== 'unit-a') continue;
    if (kind === 'users') {
      const adopt = `insert into user_units (organization_id, user_id, unit_id)
        select organization_id, id, $2 from users where id = $1 on conflict do nothing`;
      await world.rows.query(adopt, [id, world.unitA]);
    }
    if (kind === 'devices')
      await world.rows.query('update devices set unit_id = $2 where id = $1', [id, world.unitA]);
    if (kind === 'units')
      await world.rows.query('update units set parent_id = $2 where id = $1', [id, world.unitA]);
  }
}
