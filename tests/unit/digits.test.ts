// Digits of every script, width and keyboard, wherever a PIN or a code is taken.
import { describe, expect, test } from 'vitest';
import { readAutoLock } from '../../src/app/admin/organization/auto-lock.ts';
import { readPadKey } from '../../src/app/kiosk/pin-keys.ts';
import { readDigits, toDigits } from '../../src/contract/digits.ts';
import { findLinkRequest } from '../../src/contract/endpoints/device-links.ts';
import { findPinWeakness } from '../../src/contract/pin-rules.ts';
import { pinSchema } from '../../src/contract/tablet-fields.ts';

const written: readonly (readonly [as: string, text: string])[] = [
  ['Arabic-Indic', '٤٨٢٩١٧'],
  ['Persian', '۴۸۲۹۱۷'],
  ['Devanagari', '४८२९१७'],
  ['Bengali', '৪৮২৯১৭'],
  ['Thai', '๔๘๒๙๑๗'],
  ['full width', '４８２９１７'],
  ['mathematical bold', '𝟒𝟖𝟐𝟗𝟏𝟕'],
  ['mathematical monospace', '𝟺𝟾𝟸𝟿𝟷𝟽'],
  ['with spaces', ' 482 917\u00a0'],
  ['with marks of direction', '\u202a482\u200e917\u202c'],
  ['with a zero-width space', '482\u200b917'],
];

describe('a PIN', () => {
  test.each(written)('written %s is the same PIN', (_, text) => {
    expect(readDigits(text)).toBe('482917');
    expect(pinSchema.parse(text)).toBe('482917');
  });

  test.each(['４８２９１', '48291²', '48291Ⅶ', '48291七', '48-2917', '482917x'])('is not %s', (text) => {
    expect(pinSchema.safeParse(`${text}`).success && pinSchema.parse(text).length === 6).toBe(false);
  });

  test('is judged by what its digits are', () => {
    expect(findPinWeakness(readDigits('１２３４５６'), 6)).toContain('Sequences');
  });
});

test('every decimal digit of Unicode has the value that its numbering system gives it', () => {
  const all = Array.from({ length: 0x110000 }, (_, point) => point)
    .filter((point) => point < 0xd800 || point > 0xdfff)
    .map((point) => String.fromCodePoint(point))
    .filter((one) => /\p{Nd}/u.test(one));
  expect(all.length % 10).toBe(0);
  expect(toDigits(all.join(''))).toBe('0123456789'.repeat(all.length / 10));
  for (const system of ['arab', 'arabext', 'beng', 'deva', 'fullwide', 'khmr', 'mong', 'thai', 'tibt']) {
    const inSystem = new Intl.NumberFormat('en', { numberingSystem: system, useGrouping: false });
    expect(toDigits(inSystem.format(9876543210))).toBe('9876543210');
  }
});

test.each([
  ['in another case, without the dash', 'k7qf2mxt'],
  ['in full width', 'Ｋ７ＱＦ－２ＭＸＴ'],
  ['with Arabic digits', 'K٧QF-٢MXT'],
  ['with the dash that a tablet’s keyboard makes', 'K7QF–2MXT'],
  ['with spaces', ' K7QF 2MXT '],
])('the code of a tablet is taken %s', (_, code) => {
  expect(findLinkRequest.body.parse({ code })).toEqual({ code: 'K7QF2MXT' });
});

test('a number of a setting is taken in any digits', () => {
  expect(readAutoLock({ choice: 'exact', minutes: '１', seconds: '٣٠' })).toBe(90);
});

const keys: readonly (readonly [what: string, event: KeyboardEventInit, pad: string | undefined])[] = [
  ['a digit', { key: '7', code: 'Digit7' }, '7'],
  ['a French upper row without Shift', { key: 'è', code: 'Digit7' }, '7'],
  ['a French upper row with Shift', { key: '7', code: 'Digit7', shiftKey: true }, '7'],
  ['a Czech upper row without Shift', { key: 'ý', code: 'Digit7' }, '7'],
  ['an upper row with Shift held by mistake', { key: '&', code: 'Digit7', shiftKey: true }, '7'],
  ['a digit that stands elsewhere in its row', { key: '5', code: 'Digit2' }, '5'],
  ['an Arabic keyboard', { key: '٧', code: 'Digit7' }, '7'],
  ['a Hindi keyboard', { key: '७', code: 'Digit7' }, '7'],
  ['a Japanese input method', { key: '７', code: 'Digit7' }, '7'],
  ['an input method that keeps the key', { key: 'Process', code: 'Digit7' }, '7'],
  ['a number pad', { key: '7', code: 'Numpad7' }, '7'],
  ['a number pad without NumLock', { key: 'Home', code: 'Numpad7' }, '7'],
  ['the middle of a number pad without NumLock', { key: 'Clear', code: 'Numpad5' }, '5'],
  ['the zero of a number pad without NumLock', { key: 'Insert', code: 'Numpad0' }, '0'],
  ['the comma of a number pad without NumLock', { key: 'Delete', code: 'NumpadDecimal' }, 'Delete'],
  ['Backspace', { key: 'Backspace', code: 'Backspace' }, 'Delete'],
  ['Enter of a number pad', { key: 'Enter', code: 'NumpadEnter' }, 'OK'],
  ['a command', { key: '7', code: 'Digit7', ctrlKey: true }, undefined],
  ['a letter', { key: 'a', code: 'KeyQ' }, undefined],
  ['Home itself', { key: 'Home', code: 'Home' }, undefined],
];

test.each(keys)('the pad hears %s', (_, { key = '', code = '', ...held }, pad) => {
  expect(readPadKey({ key, code, ctrlKey: false, altKey: false, metaKey: false, ...held })).toBe(pad);
});
