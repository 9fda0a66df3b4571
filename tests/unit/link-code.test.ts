// @vitest-environment jsdom
// The code of a one-time link leaves the address bar and stays with the page that it was for.
import { beforeEach, expect, it } from 'vitest';
import { forgetLinkCode, takeLinkCode } from '../../src/app/auth/link-code.ts';

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
