// The words of the audit trail.
import { expect, it } from 'vitest';
import { describeAction, describeDetail } from '../../src/app/admin/audit/describe-event.ts';

it('says what was done, and admits it when a newer version wrote something unknown', () => {
  expect(describeAction({ action: 'device.revoked' })).toBe('Revoked a device');
  expect(describeAction({ action: 'toString' })).toContain('no words');
});

it('tells of a new role once, beside the other fields that were changed', () => {
  const detail = { changed: ['roleId', 'pin', 'state'], roleBefore: 'Staff', role: 'Manager' };
  expect(describeDetail({ detail })).toEqual(['role Staff → Manager', 'changed: PIN']);
});

it('leaves out what no person can make use of', () => {
  expect(describeDetail({ detail: { keyThumbprint: 'abc', unsentEvents: 0 } })).toEqual([]);
});
