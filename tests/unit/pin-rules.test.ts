// Which PINs are refused, by examples and by properties.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPinWeakness } from '../../src/contract/pin-rules.ts';

const lengths = fc.integer({ min: 4, max: 8 });
const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((list) => list.join(''));
const pinOf = lengths.chain((length) => digits(length).map((pin) => ({ pin, length })));

describe('weak PINs', () => {
  it.each([
    ['111111', 'Repeated'],
    ['000000', 'Repeated'],
    ['121212', 'Repeated'],
    ['123123', 'Repeated'],
    ['123456', 'Sequences'],
    ['654321', 'Sequences'],
    ['890123', 'Sequences'],
    ['210987', 'Sequences'],
    ['199512', 'Date'],
    ['010190', 'Date'],
    ['311299', 'Date'],
    ['123199', 'Date'],
    ['991231', 'Date'],
    ['071985', 'Date'],
  ])('refuses %s with a reason', (pin, reason) => {
    expect(findPinWeakness(pin, 6)).toContain(reason);
  });

  it.each([
    ['1984', 4],
    ['2026', 4],
    ['0412', 4],
    ['1234', 4],
    ['7777', 4],
    ['12121212', 8],
    ['24121984', 8],
    ['19841224', 8],
    ['12345678', 8],
  ])('refuses %s of %i digits', (pin, length) => {
    expect(findPinWeakness(pin, length)).not.toBeNull();
  });

  it.each([
    ['840372', 6],
    ['718305', 6],
    ['8403', 4],
    ['84037', 5],
    ['9840372', 7],
    ['98403726', 8],
  ])('takes %s', (pin, length) => {
    expect(findPinWeakness(pin, length)).toBeNull();
  });
});

describe('for every PIN', () => {
  it('refuses any other length and anything but ten digits', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), lengths, (text, length) => {
        if (/^[0-9]+$/.test(text) && text.length === length) return;
        expect(findPinWeakness(text, length)).toBe(`The PIN must have exactly ${length} digits.`);
      }),
    );
    expect(findPinWeakness('١٢٣٤٥٦', 6)).toContain('exactly 6 digits');
  });

  it('refuses one digit repeated, whatever digit and length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), lengths, (digit, length) => {
        expect(findPinWeakness(String(digit).repeat(length), length)).toContain('Repeated');
      }),
    );
  });

  it('refuses every run up and down, over the 9 and the 0, too', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9 }), lengths, fc.constantFrom(1, 9), (first, length, step) => {
        const pin = Array.from({ length }, (_, at) => (first + at * step) % 10).join('');
        expect(findPinWeakness(pin, length)).not.toBeNull();
      }),
    );
  });

  it('refuses every birthday of a hundred years as six digits, day first, month first and year first', () => {
    const day = fc.date({ min: new Date('1926-01-01'), max: new Date('2025-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const [yy = '', mm = '', dd = ''] = date.toISOString().slice(2, 10).split('-');
        for (const pin of [dd + mm + yy, mm + dd + yy, yy + mm + dd])
          expect(findPinWeakness(pin, 6)).not.toBeNull();
      }),
    );
  });

  it('says the same of the same PIN, and never names the PIN in its reason', () => {
    fc.assert(
      fc.property(pinOf, ({ pin, length }) => {
        const reason = findPinWeakness(pin, length);
        expect(findPinWeakness(pin, length)).toBe(reason);
        expect(reason ?? '').not.toContain(pin);
      }),
    );
  });

  it('leaves most of all six-digit PINs to choose from', () => {
    let good = 0;
    for (let number = 0; number < 1_000_000; number += 1) {
      if (findPinWeakness(String(number).padStart(6, '0'), 6) === null) good += 1;
    }
    expect(good).toBeGreaterThan(850_000);
    expect(good).toBeLessThan(1_000_000);
  });
});
