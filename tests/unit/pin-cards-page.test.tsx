// @vitest-environment jsdom
// Cards to print: what they explain, and that they are not left unprinted by one click.
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { PinCardsPage } from '../../src/app/admin/users/pin-cards/pin-cards-page.tsx';
import { makeUser } from './make-user.ts';

const print = vi.fn();
beforeEach(() => {
  vi.stubGlobal('scrollTo', vi.fn());
  vi.stubGlobal('print', print);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

function open(secrets: { pin?: string; password?: string }) {
  const onDone = vi.fn();
  const cards = [{ user: makeUser({}), ...secrets }];
  render(<PinCardsPage organizationName="Bakery" cards={cards} onDone={onDone} />);
  return onDone;
}

const stepsOf = () => screen.getAllByRole('listitem').map(({ textContent }) => textContent ?? '');
const mayLeave = () => dispatchEvent(new Event('beforeunload', { cancelable: true }));

test('a card with a PIN and a password explains both', () => {
  open({ pin: '840372', password: 'abcde-fghjk' });
  const text = stepsOf().join('\n');
  expect(text).toContain('Enter the PIN on this card.');
  expect(text).toContain('/sign-in in a browser.');
  expect(text).toContain('Choose a password of your own, and throw this card away.');
  expect(text).not.toContain('Choose a PIN of your own, and throw');
});

test('are left without printing only after a question', () => {
  const onDone = open({ pin: '840372' });
  expect(mayLeave()).toBe(false);
  fireEvent.click(screen.getByRole('button', { name: 'Done' }));
  expect(onDone).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole('button', { name: 'Stay here' }));
  fireEvent.click(screen.getByRole('button', { name: 'Print' }));
  expect(print).toHaveBeenCalled();
  expect(mayLeave()).toBe(true);
  fireEvent.click(screen.getByRole('button', { name: 'Done' }));
  expect(onDone).toHaveBeenCalled();
});
