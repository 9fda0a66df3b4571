// @vitest-environment jsdom
// How long ago something was: said as people say it, with the exact time as a tip.
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { Ago } from '../../src/app/ui/admin/moment.tsx';

const minute = 60_000;

afterEach(cleanup);

it.each([
  [0, 'just now'],
  [-5 * minute, 'just now'],
  [22 * minute, '22 min ago'],
  [60 * minute, '1 hour ago'],
  [30 * 60 * minute, '1 day ago'],
  [6 * 24 * 60 * minute, '6 days ago'],
])('says of what was %d ms ago: %s', (ms, words) => {
  const at = new Date(Date.now() - ms).toISOString();
  render(<Ago at={at} />);
  const found = screen.getByText(words);
  expect(found.getAttribute('datetime')).toBe(at);
  expect(found.title).toContain(String(new Date(at).getFullYear()));
});

it('gives the date of what was long ago', () => {
  render(<Ago at="2020-03-04T05:06:07.000Z" />);
  expect(screen.getByText(/2020/)).toBeTruthy();
});
