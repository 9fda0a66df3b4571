// The log: what of an error it tells, and what never.
// @vitest-environment node
import { DrizzleQueryError } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { tellError } from '../../src/server/describe-error.ts';
import { openLog } from '../../src/server/log.ts';

const address = 'kim@northgate.example';
const hash = '$argon2id$v=19$m=47104,t=1,p=1$c2FsdA$aGFzaA';

function makeFailure(): DrizzleQueryError {
  const refused = Object.assign(new Error('duplicate key value violates unique constraint "users_email"'), {
    code: '23505',
    constraint: 'users_email',
    detail: `Key (email_folded)=(${address}) already exists.`,
  });
  return new DrizzleQueryError('update "users" set "email" = $1', [address, hash], refused);
}

function log(error: unknown): string {
  const lines: string[] = [];
  openLog({ logLevel: 'debug' }, { write: (line) => void lines.push(line) }).error(
    { err: error },
    'a job failed',
  );
  return lines.join('\n');
}

it.each([
  ['alone', makeFailure],
  ['as a cause', () => new Error('the import stopped', { cause: makeFailure() })],
  ['among several', () => new AggregateError([makeFailure()], 'all of them failed')],
])('a failed query %s is logged with its text and its cause, and without its values', (_, make) => {
  const line = log(make());
  expect(line).not.toContain(address);
  expect(line).not.toContain('argon2id');
  expect(line).toContain('update \\"users\\" set');
  expect(line).toContain('"code":"23505"');
  expect(line).toContain('users_email');
  expect(line).toContain('log.test.ts');
});

it('tells the same at the console', () => {
  const text = tellError(new Error('the start stopped', { cause: makeFailure() }));
  expect(text).not.toContain(address);
  expect(text).not.toContain('argon2id');
  expect(text).toContain('caused by DrizzleQueryError: Failed query: update "users" set "email" = $1');
  expect(text).toContain('(23505)');
  expect(text).toContain('log.test.ts');
});

it('describes what is no error, and causes that go in circles', () => {
  const circle = new Error('round');
  circle.cause = circle;
  expect(log(circle)).toContain('round');
  expect(log('just words')).toContain('just words');
  expect(log({ message: 'the queue has lost its database', queue: 'send-mail' })).toContain(
    'lost its database',
  );
  const { message, params } = makeFailure();
  expect(log({ message, params })).not.toContain(address);
});
