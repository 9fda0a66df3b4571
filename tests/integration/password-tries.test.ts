// Guesses at one password: one budget, whatever the way in, and none of it spent by right ones.
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { requestEmailChange } from '../../src/contract/endpoints/email-change.ts';
import {
  changePassword,
  passwordTries,
  signIn,
  stepUpWithPassword,
} from '../../src/contract/endpoints/password.ts';
import { ApiClient, codeOf } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { addMember, type Member, setUpOrganization, testPassword } from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let member: Member & { user: { email: string | null } };
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
});
beforeEach(async () => {
  member = await addMember(server, owner.client, 'admin');
});

const wrong = 'not the right password';
const { points } = passwordTries;
const emailOf = () => member.user.email ?? '';

const ways = {
  'at the door': (password: string) =>
    new ApiClient(server.url).call(signIn, { body: { email: emailOf(), password } }),
  'when it is confirmed': (password: string) =>
    member.client.call(stepUpWithPassword, { body: { password } }),
  'when it is changed': (currentPassword: string) =>
    member.client.call(changePassword, { body: { currentPassword, newPassword: `${testPassword} too` } }),
  'when the address is changed': (password: string) =>
    member.client.call(requestEmailChange, { body: { email: 'new@northgate.example', password } }),
};

it('are counted together, so that another way in brings no new ones', async () => {
  const all = Object.values(ways);
  for (let guess = 0; guess < points; guess += 1) {
    const answer = await all[guess % all.length]?.(wrong);
    expect(answer && codeOf(answer)).toMatch(/^wrong_(credentials|password)$/);
  }
  for (const [way, guess] of Object.entries(ways)) {
    expect(codeOf(await guess(testPassword)), way).toBe('too_many_attempts');
  }
});

it('are not spent by the right password', async () => {
  for (let time = 0; time < points - 1; time += 1) {
    expect((await ways['when it is confirmed'](testPassword)).status).toBe(200);
  }
  for (let guess = 0; guess < points - 1; guess += 1) {
    expect(codeOf(await ways['at the door'](wrong))).toBe('wrong_credentials');
  }
  expect((await ways['at the door'](testPassword)).status).toBe(200);
});

it('leave the accounts of other addresses alone', async () => {
  for (let guess = 0; guess < points; guess += 1) await ways['at the door'](wrong);
  expect((await owner.client.call(stepUpWithPassword, { body: { password: testPassword } })).status).toBe(
    200,
  );
});
