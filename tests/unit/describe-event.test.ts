// The words of the audit trail.
import { expect, it } from 'vitest';
import { describeAction, describeDetail } from '../../src/app/admin/audit/describe-event.ts';
import { auditActionGroups, auditActions, findActions } from '../../src/contract/audit-actions.ts';

it('says what was done, and admits it when a newer version wrote something unknown', () => {
  expect(describeAction({ action: 'device.revoked' })).toBe('Revoked a device');
  expect(describeAction({ action: 'toString' })).toContain('Unknown event');
});

it('says how many users an import brought', () => {
  const event = { action: 'users.imported', detail: { added: 2, updated: 1, skipped: 4 } };
  expect(describeAction(event)).toBe('Imported 3 users from a file');
  expect(describeDetail(event)).toEqual(['new: 2', 'updated: 1', 'left as they are: 4']);
  // Somebody limited to units is told no numbers.
  expect(describeAction({ ...event, detail: {} })).toBe('Imported users from a file');
});

it('tells of a new role once, beside the other fields that were changed', () => {
  const detail = { changed: ['roleId', 'pin', 'state'], roleBefore: 'Staff', role: 'Manager' };
  expect(describeDetail({ detail })).toEqual(['role Staff → Manager', 'changed: PIN']);
});

it('tells of the units that somebody was and is limited to, and once', () => {
  const detail = { changed: ['unitIds', 'phone'], unitsBefore: ['Depot', 'Yard'], units: ['Yard'] };
  expect(describeDetail({ detail })).toEqual(['units Depot, Yard → Yard', 'changed: phone number']);
  expect(describeDetail({ detail: { unitsBefore: ['Yard'], units: [] } })).toEqual([
    'units Yard → the whole organization',
  ]);
  expect(describeDetail({ detail: { role: 'Staff', units: ['Yard'], partner: 'Acme' } })).toEqual([
    'role: Staff',
    'units: Yard',
    'partner: Acme',
  ]);
});

it('tells of a setting with what it was before', () => {
  const detail = { offlineSignInBefore: true, offlineSignIn: false, leaseHoursBefore: 24, leaseHours: 0 };
  expect(describeDetail({ detail })).toEqual([
    'offline sign-in yes → no',
    'works offline for (hours) 24 → 0',
  ]);
  expect(describeDetail({ detail: { unitBefore: 'Depot', unit: null } })).toEqual(['previous unit: Depot']);
});

it('leaves out what no user can make use of', () => {
  expect(describeDetail({ detail: { keyThumbprint: 'abc', unsentEvents: 0 } })).toEqual([]);
});

it('has words for every action, and each action in one group', () => {
  const all = Object.keys(auditActions);
  for (const action of all) expect(describeAction({ action })).not.toContain('Unknown event');
  const grouped = auditActionGroups.flatMap(({ actions }) => actions);
  expect(grouped.toSorted()).toEqual(all.toSorted());
  expect(auditActionGroups.every(({ actions }) => actions.length > 0)).toBe(true);
});

it('offers every way to sign in or out, with the tablet offline too, under “Sign-ins”', () => {
  const isSignIn = (action: string) => action.startsWith('pin.') || /^account\..*(sign|session)/.test(action);
  expect(findActions('sign-ins').toSorted()).toEqual(Object.keys(auditActions).filter(isSignIn).toSorted());
});

it('tells what a new name took the place of', () => {
  const detail = { nameBefore: 'Depot', name: 'Yard', parentBefore: null, parent: 'Site' };
  expect(describeDetail({ detail })).toEqual(['name Depot → Yard', 'parent unit: Site']);
});

it('names permissions, counts and moments in plain words', () => {
  const detail = {
    added: ['users:read'],
    removed: [],
    movedUsers: 12_000,
    movedDevices: 0,
    from: '2026-01-02T03:04:05.000Z',
  };
  const phrases = describeDetail({ detail });
  expect(phrases.slice(0, 2)).toEqual([
    'now allowed: See the users of the organization',
    `users moved: ${(12_000).toLocaleString()}`,
  ]);
  expect(phrases[2]).toMatch(/^from: .*2026/);
  expect(phrases).toHaveLength(3);
});

it('takes the name of a field that a newer version wrote apart, and never shows an id', () => {
  const detail = { someNewField: 'x', otherId: '0b0a4c35-4d8a-4c62-9d3c-6a8f4f1f5f10', isDone: true };
  expect(describeDetail({ detail })).toEqual(['some new field: x', 'is done']);
});

it('says that nobody has the address of a failed sign-in', () => {
  expect(describeDetail({ detail: { addressKnown: false } })).toEqual(['no account has this email address']);
  expect(describeDetail({ detail: { addressKnown: true } })).toEqual([]);
});

it('tells of a sign-in without the server by both clocks, and why it waits for somebody', () => {
  const detail = {
    offline: true,
    sequence: 7,
    tabletTime: '2026-11-22T10:02:00.000Z',
    estimatedTime: '2026-11-22T10:09:00.000Z',
    toReview: ['clock', 'wrong-proof'],
  };
  expect(describeAction({ action: 'pin.signed-in-offline' })).toContain('offline');
  const phrases = describeDetail({ detail });
  expect(phrases[0]).toBe('offline');
  expect(phrases[1]).toBe('number on the device: 7');
  expect(phrases[2]).toMatch(/^by the device’s clock: .*2026.*02/);
  expect(phrases[3]).toMatch(/^by the server’s estimate: .*2026.*09/);
  expect(phrases[4]).toBe(
    'to review: the device’s clock was more than 5 minutes off, or jumped, the PIN was not this user’s PIN',
  );
});

it('says what was decided on, and who is asked for a new PIN after a revocation', () => {
  const detail = { kind: 'sign-in-failed', sequence: 3, reasons: ['gap'] };
  expect(describeDetail({ detail })).toEqual([
    'kind: entered a wrong PIN',
    'number on the device: 3',
    'needs review because: events before it are missing',
  ]);
  expect(describeDetail({ detail: { askedForPin: 14 } })).toEqual(['users asked for a new PIN: 14']);
  expect(describeDetail({ detail: { keptPins: 'It broke' } })).toEqual(['PINs kept, because: It broke']);
});
