// @vitest-environment jsdom
// The words for how an import ended.
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { ImportEnd } from '../../src/app/admin/users/import/import-end.tsx';
import type { UserImport } from '../../src/contract/endpoints/user-imports.ts';

afterEach(cleanup);

const ended: UserImport = {
  id: crypto.randomUUID(),
  state: 'done',
  total: 12,
  done: 12,
  leftOut: 0,
  madePins: 0,
  failure: null,
};
const show = (changes: Partial<UserImport>) => render(<ImportEnd ended={{ ...ended, ...changes }} />);

it('says that all are imported, or how many rows are not', () => {
  show({});
  expect(screen.getByText('All 12 users imported')).toBeTruthy();
  show({ total: 1, done: 1 });
  expect(screen.getByText('1 user imported')).toBeTruthy();
  show({ leftOut: 2 });
  expect(screen.getByText('Imported, except 2 rows')).toBeTruthy();
});

it('tells whose PINs were made also where it stopped early', () => {
  show({ state: 'failed', done: 5, madePins: 3, failure: 'The first 5 of 12 rows were imported.' });
  expect(screen.getByText('The import stopped early')).toBeTruthy();
  expect(screen.getByText(/were imported\. 3 users got a temporary PIN/)).toBeTruthy();
});
