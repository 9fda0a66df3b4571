// Where a person goes after signing in, and where nobody may be led.
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { landingPath, readReturnPath, signInPath } from '../../src/app/auth/return-path.ts';

const origin = 'https://floorkey.example';
const back = (wanted: string) => readReturnPath(new URL(signInPath(wanted), origin).search, origin);

it('leads back to the screen that was wanted, with its query', () => {
  expect(back('/settings/users?search=a%26b&page=2')).toBe('/settings/users?search=a%26b&page=2');
  expect(back('/account')).toBe('/account');
});

it.each([
  'https://evil.example/settings',
  '//evil.example/settings',
  '/\\evil.example/settings',
  '/settings/..//evil.example',
  '/settings/../sign-in',
  '/settings/%2e%2e/setup',
  '/settingsx',
  'javascript:alert(1)',
  '/sign-in?next=/settings',
  '',
])('does not lead to %j', (wanted) => {
  expect(back(wanted)).toBeNull();
});

it('never leads out of the account screens, whatever is asked for', () => {
  void fc.assert(
    fc.property(
      fc.oneof(
        fc.webUrl(),
        fc.string(),
        fc.string().map((text) => `/settings/${text}`),
      ),
      (wanted) => {
        const path = back(wanted);
        if (path === null) return;
        const address = new URL(path, origin);
        expect(address.origin).toBe(origin);
        expect(address.pathname).toMatch(/^\/(settings|account)(\/|$)/);
      },
    ),
  );
});

it('starts with the users for those who may see them, else with the own account', () => {
  expect(landingPath({ permissions: ['tablet:use', 'users:read'] })).toBe('/settings/users');
  expect(landingPath({ permissions: ['tablet:use'] })).toBe('/account');
});
