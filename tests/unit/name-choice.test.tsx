// @vitest-environment jsdom
// The names at the pad with a keyboard: few stops of the Tab key, and Escape as the way back.
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import AskForPin from '../../src/app/kiosk/forgotten-pin/ask-for-pin.tsx';
import { showNothingHeld, useDeviceState } from '../../src/app/tablet/device-state.ts';

const onClose = vi.fn<() => void>();

beforeEach(async () => {
  const users = Array.from({ length: 26 }, (_, at) => ({
    id: `u${at}`,
    name: `${String.fromCharCode(65 + at)}nna`,
    roleId: 'r',
    verifier: null,
  }));
  useDeviceState.setState({ phase: 'linked', users });
  onClose.mockReset();
  render(<AskForPin person={undefined} onClose={onClose} />);
  // What finds them is loaded with the first list that needs it.
  await screen.findByRole('button', { name: 'A' });
});
afterEach(() => {
  cleanup();
  showNothingHeld('unlinked');
});

const letters = () => within(screen.getByRole('toolbar', { name: 'First letters' })).getAllByRole('button');

test('the letters are one stop on the way to the first name', () => {
  expect(letters()).toHaveLength(26);
  expect(letters().filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1);
});

test('arrow keys go from letter to letter, around the end', () => {
  letters()[0]?.focus();
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowRight' });
  expect(document.activeElement?.textContent).toBe('B');
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowLeft' });
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowLeft' });
  expect(document.activeElement?.textContent).toBe('Z');
});

test('Escape goes back to the pad, from the names and after one was chosen', () => {
  fireEvent.keyDown(letters()[3] ?? document.body, { key: 'Escape' });
  expect(onClose).toHaveBeenCalledTimes(1);
  fireEvent.click(screen.getByRole('button', { name: 'Bnna' }));
  fireEvent.keyDown(document.body, { key: 'Escape' });
  expect(onClose).toHaveBeenCalledTimes(2);
});
