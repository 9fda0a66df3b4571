// @vitest-environment jsdom
// Calls that were under way while a passkey gave the session another cookie.
import { beforeEach, expect, it, vi } from 'vitest';
import { stepUpWithPasskey } from '../../src/contract/endpoints/passkeys.ts';
import { createUser, listUsers } from '../../src/contract/endpoints/users.ts';
import { signedInAsHeader } from '../../src/contract/headers.ts';
import { ApiProblem } from '../../src/device/calls/api-problem.ts';
import { makeSession } from './make-session.ts';

const { callAccount } = vi.hoisted(() => ({
  callAccount:
    vi.fn<
      (
        endpoint: { operation: string },
        input?: unknown,
        options?: { headers?: Record<string, string> },
      ) => Promise<unknown>
    >(),
}));
vi.mock('../../src/app/tablet/api.ts', async (readApi) => ({ ...(await readApi<object>()), callAccount }));

const notSignedIn = () =>
  new ApiProblem({ code: 'not_signed_in', status: 401, detail: 'Your session has ended.' });
const sessionChanged = () =>
  new ApiProblem({ code: 'session_changed', status: 409, detail: 'Somebody else has signed in.' });
const body = { credentialId: 'a', clientDataJSON: 'a', authenticatorData: 'a', signature: 'a' };

import * as session from '../../src/app/auth/account-session.ts';
// @ts-expect-error: the same module once more, as another tab has it.
import * as anotherTab from '../../src/app/auth/account-session.ts?another-tab';

// jsdom has no locks; one name is all that is used here.
let held: Promise<unknown> = Promise.resolve();
Object.defineProperty(navigator, 'locks', {
  value: {
    request: async (_name: string, ...rest: unknown[]) => {
      const work = rest.at(-1);
      const before = held;
      const done = before.then(() => (typeof work === 'function' ? work() : undefined));
      held = done.catch(() => undefined);
      return done;
    },
  },
});

beforeEach(() => {
  callAccount.mockReset();
  session.useSessionChange.setState({ changed: false });
  history.replaceState(null, '', '/settings/users');
});

const asked = () => callAccount.mock.calls.map(([{ operation }]) => operation);

/** A passkey is used, and the server has not answered yet. */
async function beginRenewal(tab: Pick<typeof session, 'callRenewing'> = session) {
  const renewal = Promise.withResolvers<unknown>();
  callAccount.mockReturnValueOnce(renewal.promise);
  const renewed = tab.callRenewing(stepUpWithPasskey, { body });
  await vi.waitFor(() => expect(asked()).toContain('stepUpWithPasskey'), 30_000);
  return { ...renewal, renewed };
}

it('asks again, once the passkey’s answer has brought the new cookie', async () => {
  const { resolve, renewed } = await beginRenewal();
  callAccount.mockRejectedValueOnce(notSignedIn()).mockResolvedValueOnce('the list');
  const list = session.callSignedIn(listUsers, { query: {} });
  await new Promise(setImmediate);
  expect(asked()).toEqual(['stepUpWithPasskey', 'listUsers']);
  resolve('the session');
  expect(await list).toBe('the list');
  expect(await renewed).toBe('the session');
  expect(asked()).toEqual(['stepUpWithPasskey', 'listUsers', 'listUsers']);
  expect(location.pathname).toBe('/settings/users');
});

it('asks again also where the answer to the passkey got lost: the server may have changed the cookie', async () => {
  const { reject, renewed } = await beginRenewal();
  callAccount.mockRejectedValueOnce(notSignedIn()).mockResolvedValueOnce('the list');
  const list = session.callSignedIn(listUsers, { query: {} });
  reject(new Error('no answer'));
  expect(await list).toBe('the list');
  await expect(renewed).rejects.toThrow('no answer');
});

it('asks again where another tab uses the passkey', async () => {
  const { resolve } = await beginRenewal(anotherTab);
  callAccount.mockRejectedValueOnce(notSignedIn()).mockResolvedValueOnce('the list');
  const list = session.callSignedIn(listUsers, { query: {} });
  await new Promise(setImmediate);
  expect(asked()).toEqual(['stepUpWithPasskey', 'listUsers']);
  resolve('the session');
  expect(await list).toBe('the list');
  expect(location.pathname).toBe('/settings/users');
});

it('asks once more and no oftener: then the session is over, and the page goes to the sign-in', async () => {
  callAccount.mockRejectedValue(notSignedIn());
  await expect(session.callSignedIn(listUsers, { query: {} })).rejects.toThrow('Your session has ended.');
  expect(asked()).toEqual(['listUsers', 'listUsers']);
  expect(location.pathname).toBe('/sign-in');
});

it.each([
  ['changes nothing in the name of somebody else who has signed in in another tab, and says so', 'other'],
  ['asks for a change again as the same person', 'pia'],
])('%s', async (_title, now) => {
  const { resolve } = await beginRenewal();
  resolve('the session');
  session.beginSession(makeSession('pia'));
  callAccount
    .mockRejectedValueOnce(notSignedIn())
    .mockImplementationOnce(async (_endpoint, _input, options) => {
      if (options?.headers?.[signedInAsHeader] !== now) throw sessionChanged();
      return 'the user';
    });
  const change = session.callSignedIn(createUser, { body: { username: 'bo', roleId: 'r' } });
  if (now === 'pia') expect(await change).toBe('the user');
  else await expect(change).rejects.toThrow('Somebody else has signed in.');
  expect(asked().filter((name) => name === 'createUser')).toHaveLength(2);
  expect(session.useSessionChange.getState()).toEqual({ changed: now !== 'pia' });
  expect(location.pathname).toBe('/settings/users');
});

it('asks nothing twice that failed for another reason', async () => {
  const { resolve } = await beginRenewal();
  resolve('the session');
  callAccount.mockRejectedValueOnce(new ApiProblem({ code: 'busy', status: 503, detail: 'Busy.' }));
  await expect(session.callSignedIn(listUsers, { query: {} })).rejects.toThrow('Busy.');
  expect(asked()).toEqual(['stepUpWithPasskey', 'listUsers']);
});
