// @vitest-environment jsdom
// What stands in place of a screen that failed: one plain sentence with the way out, by what the browser said.
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { ScreenFailure } from '../../src/app/shell/screen-failure.tsx';
import { isAccountOpen, noteAccountClosed, noteAccountOpen } from '../../src/app/tablet/open-account.ts';
import { StorageFailure, toStorageFailure } from '../../src/device/store/storage-failure.ts';

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function Broken({ error }: { error: Error }): never {
  throw error;
}

test.each([
  ['storage that is blocked', new DOMException('denied', 'SecurityError'), 'blocks cookies and site data'],
  [
    'an extension that took a part of the page away',
    new DOMException('not a child', 'NotFoundError'),
    'A translator or an extension',
  ],
  ['a part that did not come', new TypeError('Failed to fetch'), 'The connection may have failed'],
])('says the way out after %s', (_, error, words) => {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const quiet = (event: ErrorEvent) => event.preventDefault();
  window.addEventListener('error', quiet);
  render(
    <ScreenFailure>
      <Broken error={error} />
    </ScreenFailure>,
  );
  window.removeEventListener('error', quiet);
  expect(document.body.textContent).toContain(words);
  expect(screen.getByRole('button', { name: 'Reload' })).toBeTruthy();
});

test('a browser that forbids its small storage keeps no note of an open account, and nothing fails', () => {
  vi.spyOn(window, 'localStorage', 'get').mockImplementation(() => {
    throw new DOMException('denied', 'SecurityError');
  });
  noteAccountOpen();
  expect(isAccountOpen()).toBe(false);
  noteAccountClosed();
});

test('storage that is forbidden is told apart from storage that fails', () => {
  expect(toStorageFailure(new DOMException('denied', 'SecurityError')).message).toContain('Allow them');
  expect(toStorageFailure(new DOMException('full', 'QuotaExceededError')).message).toContain('is full');
  const told = new StorageFailure('Told.');
  expect(toStorageFailure(told)).toBe(told);
});
