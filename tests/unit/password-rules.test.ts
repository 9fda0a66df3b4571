// Which new passwords are refused as common, or as made of what others know.
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../src/server/domain/access/problem-error.ts';
import {
  requireUncommonPassword,
  requireUnknownPassword,
} from '../../src/server/domain/sign-in/password-rules.ts';

const about = {
  firstName: 'Zoë',
  lastName: 'Müller-Lüdenscheidt',
  username: 'zoe.m',
  email: 'z.lindqvist@northgate.example',
  organizationName: 'Northgate Bakery',
};

/** The field that a refusal names; `null` where there is none. */
function refusalOf(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.extras.errors?.[0]?.field ?? 'no field';
  }
}

describe('a new password', () => {
  it.each([
    ['the organization’s name', 'Northgate Bakery'],
    ['the organization’s name with a year', 'northgatebakery2026!'],
    ['one word of its name, twice', 'NorthgateNorthgate'],
    ['the person’s whole name', 'ZoeMullerLudenscheidt'],
    ['a part of the name with three letters more', 'Lüdenscheidt-abc1'],
    ['the local part of the address', 'z.lindqvist.12345'],
    ['the name of this app', 'floorkey-floorkey'],
  ])('is refused when it is %s', (_, password) => {
    expect(refusalOf(() => requireUnknownPassword(password, 'password', about))).toBe('password');
  });

  it.each([
    ['four letters of their own besides a name', 'Lüdenscheidt-abcd'],
    ['no known word at all', 'correct horse battery staple'],
    ['digits and signs alone', '4815-1623-4242!'],
    ['other words beside the organization’s', 'northgate umbrella lantern'],
  ])('may have %s', (_, password) => {
    expect(refusalOf(() => requireUnknownPassword(password, 'password', about))).toBeNull();
  });

  it('is compared with nothing where nothing is known', () => {
    expect(
      refusalOf(() => requireUnknownPassword('zoe zoe zoe zoe', 'password', { email: null })),
    ).toBeNull();
  });

  it('is refused when it is common or repeats itself', () => {
    expect(refusalOf(() => requireUncommonPassword('password12345', 'newPassword'))).toBe('newPassword');
    expect(refusalOf(() => requireUncommonPassword('abcabcabcabca', 'newPassword'))).toBe('newPassword');
    expect(refusalOf(() => requireUncommonPassword('abcabcabcabcd', 'newPassword'))).toBeNull();
  });
});
