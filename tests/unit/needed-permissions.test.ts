// Permissions that are worth nothing without others bring them along, and go with them.
import { expect, it } from 'vitest';
import { builtInRoles } from '../../src/contract/built-in-roles.ts';
import { withNeeded, withoutNeeding } from '../../src/contract/needed-permissions.ts';
import { allPermissions } from '../../src/contract/permissions.ts';

it('brings along what a permission needs, once and in order', () => {
  expect(withNeeded(['units:manage', 'pins:answer'])).toEqual([
    'users:read',
    'pins:answer',
    'units:read',
    'units:manage',
  ]);
  expect(withNeeded(withNeeded(['devices:revoke']))).toEqual(['devices:read', 'devices:revoke']);
});

it('takes away what needs a permission that is taken away', () => {
  const left = withoutNeeding(['users:read', 'users:manage', 'roles:manage', 'tablet:use'], 'users:read');
  expect(left).toEqual(['tablet:use']);
  expect(withoutNeeding(['users:read', 'users:manage'], 'users:manage')).toEqual(['users:read']);
});

it('needs nothing that leads on to more, and nothing that a built-in role lacks', () => {
  for (const permission of allPermissions) {
    const once = withNeeded([permission]);
    expect(withNeeded(once)).toEqual(once);
  }
  for (const { permissions } of Object.values(builtInRoles))
    expect(withNeeded(permissions)).toHaveLength(permissions.length);
});
