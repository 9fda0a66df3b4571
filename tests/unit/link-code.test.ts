// @vitest-environment jsdom
// The code of a one-time link leaves the address bar and stays with the page that it was for.
import { beforeEach, expect, it } from 'vitest';
import {
  findCode,
  findLinkPage,
  forgetLinkCode,
  keepTypedCode,
  takeLinkCode,
} from '../../src/app/auth/link-code.ts';
import { bentLinks, linkCode, noCodes, pastedCodes } from './bent-links.ts';

beforeEach(() => forgetLinkCode());

it('takes the code out of the address and keeps it, the rest of the address unchanged', () => {
  history.replaceState(null, '', '/reset-password?from=mail#code=abc.def');
  expect(takeLinkCode()).toBe('abc.def');
  expect(location.href).toMatch(/\/reset-password\?from=mail$/);
  expect(takeLinkCode()).toBe('abc.def');
});

it('takes a newer code in place of the one before', () => {
  history.replaceState(null, '', '/reset-password#code=old');
  takeLinkCode();
  history.replaceState(null, '', '/reset-password#code=new');
  expect(takeLinkCode()).toBe('new');
});

it('gives the code of one page to no other', () => {
  history.replaceState(null, '', '/reset-password#code=abc');
  takeLinkCode();
  history.replaceState(null, '', '/confirm-email');
  expect(takeLinkCode()).toBeNull();
});

it('has nothing to give without a code, with an empty one, and once it is forgotten', () => {
  history.replaceState(null, '', '/invite');
  expect(takeLinkCode()).toBeNull();
  history.replaceState(null, '', '/invite#code=%20');
  expect(takeLinkCode()).toBeNull();
  history.replaceState(null, '', '/invite#code=x');
  takeLinkCode();
  forgetLinkCode();
  expect(takeLinkCode()).toBeNull();
});

it.each(bentLinks)('finds the code of a link with %s, and leaves a clean address', (_what, behindPath) => {
  history.replaceState(null, '', `/invite${behindPath}`);
  expect(takeLinkCode()).toBe(linkCode);
  expect(location.href).toMatch(/\/invite$/);
});

it.each(pastedCodes)('takes %s for the code that is asked for', (_what, pasted) => {
  history.replaceState(null, '', '/invite');
  expect(keepTypedCode(pasted)).toBe('/invite');
  expect(takeLinkCode()).toBe(linkCode);
});

it('goes to the page of the link that was pasted', () => {
  history.replaceState(null, '', '/invite');
  expect(keepTypedCode(`https://floorkey.example.com/reset-password#code=${linkCode}`)).toBe(
    '/reset-password',
  );
  expect(takeLinkCode()).toBeNull();
});

it.each(noCodes)('takes %j for no code', (text) => {
  expect(findCode(text)).toBeNull();
  expect(keepTypedCode(text)).toBeNull();
});

it('knows the page of a link also with a mark behind it, and no other page', () => {
  for (const path of ['/invite', '/invite.', '/invite>', '/Invite/', `/invite%23code=${linkCode}`])
    expect(findLinkPage(path)).toBe('/invite');
  for (const path of ['/', '/invited', '/sign-in', '/sign-up-here', '/x/invite'])
    expect(findLinkPage(path)).toBeNull();
});
