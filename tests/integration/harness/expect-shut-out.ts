// What the generated access tests expect of those who are not to reach something.
import { expect } from 'vitest';
import type { Endpoint } from '../../../src/contract/endpoint.ts';
import { type Problem, type ProblemCode, problemSchema } from '../../../src/contract/problem.ts';
import { type AccessWorld, callerFor, goodRequest } from './access-world.ts';
import { type Answer, codeOf } from './api-client.ts';

/** What one session has asked for, no other brings, of whatever organization. */
const ofOneSession: ReadonlySet<string> = new Set(['stepUpWithPasskey', 'addPasskey']);

/** A tablet that asks to be linked belongs to nobody yet: to whoever reads its code. */
export const ofNobody: ReadonlySet<string> = new Set(['approveLink']);

/** Expects each call to be refused, and none of them to have written anything. */
export async function expectRefusals(
  { rows }: Pick<AccessWorld, 'rows'>,
  code: ProblemCode,
  calls: readonly (() => Promise<Answer>)[],
): Promise<Problem[]> {
  const before = await rows.read();
  const problems: Problem[] = [];
  for (const call of calls) {
    const answer = await call();
    expect(codeOf(answer), JSON.stringify(answer.body)).toBe(code);
    problems.push(problemSchema.parse(answer.body));
  }
  expect(await rows.read()).toEqual(before);
  return problems;
}

/** Expects a refusal that wrote nothing. */
export async function expectRefusal(
  world: Pick<AccessWorld, 'rows'>,
  code: ProblemCode,
  call: () => Promise<Answer>,
): Promise<Problem> {
  const [problem] = await expectRefusals(world, code, [call]);
  if (!problem) throw new Error('a call has an answer');
  return problem;
}

/** Has the owner of another organization make the good request of ours, who is to reach nothing by it. */
export async function expectStrangerShutOut(world: AccessWorld, endpoint: Endpoint): Promise<unknown> {
  const input = await goodRequest(world, endpoint);
  const text = JSON.stringify(input);
  const caller = await callerFor(world, endpoint, world.stranger);
  const call = () => caller.callRaw(endpoint, input);
  if (endpoint.params && !ofNobody.has(endpoint.operation)) return expectRefusal(world, 'not_found', call);
  if (text.includes(world.roleId)) return expectRefusal(world, 'validation_failed', call);
  // People whom a body names are not there, like those whom a path names.
  if (/"userIds?":/.test(text)) return expectRefusal(world, 'not_found', call);
  if (ofOneSession.has(endpoint.operation)) {
    expect(['passkey_refused', 'passkey_expired']).toContain(codeOf(await call()));
    return;
  }
  const { organization } = world.owner.session;
  const readOurs = () =>
    world.rows.query(
      `select id, to_jsonb(organizations) - 'revision' as row from organizations where id = $1
        union select id, to_jsonb(users) from users where organization_id = $1
        union select id, to_jsonb(roles) from roles where organization_id = $1
        union select id, to_jsonb(units) from units where organization_id = $1
        union select id, to_jsonb(devices) from devices where organization_id = $1 order by id`,
      [organization.id],
    );
  const ours = await readOurs();
  expect(ours.length).toBeGreaterThan(5);
  const answer = await call();
  expect(answer.status).toBeLessThan(300);
  const told = JSON.stringify(answer.body ?? {});
  expect(ours.filter(({ id }) => told.includes(String(id)))).toEqual([]);
  expect(await readOurs()).toEqual(ours);
}
