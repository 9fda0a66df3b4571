// Reading of phone numbers: what is taken, how it is stored, and what a refusal tells to type.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PhoneRule, readPhoneNumber } from '../../src/server/domain/access/phone-number.ts';
import { ProblemError } from '../../src/server/domain/access/problem-error.ts';

function refusalOf(text: string, rule: PhoneRule, field?: string) {
  try {
    readPhoneNumber(text, rule, field);
  } catch (error) {
    if (error instanceof ProblemError) return { code: error.code, ...error.extras.errors?.[0] };
    throw error;
  }
  return null;
}

describe('A phone number of any country', () => {
  it.each([
    ['+49 30 901820', '+4930901820'],
    ['+4930901820', '+4930901820'],
    ['  +49 (0)30 / 90 18 20 ', '+4930901820'],
    ['0049 30 901820', '+4930901820'],
    ['＋４９ ３０ ９０１８２０', '+4930901820'],
    ['+44 20 7946 0958', '+442079460958'],
    ['+1 202-555-0123', '+12025550123'],
    ['+1 (555) 234-5678', '+15552345678'],
    ['+39 02 1234567', '+39021234567'],
    ['+800 1234 5678', '+80012345678'],
  ])('is read from %s', (text, stored) => {
    expect(readPhoneNumber(text, 'international')).toBe(stored);
  });

  it('reads what it stored as the same number', () => {
    const stored = readPhoneNumber('+49 (0)30 901820', 'international');
    expect(readPhoneNumber(stored, 'international')).toBe(stored);
  });

  it.each([
    '030 901820',
    '(555) 123-4567',
    '1 555 123 4567',
    '555',
    'none',
    '+',
    '+999 123456',
    '+49 call me',
    '00 30',
  ])('needs its country code: %s', (text) => {
    expect(refusalOf(text, 'international')).toEqual({
      code: 'validation_failed',
      field: 'phone',
      message: 'Start with + and the country code, such as +49 30 901820.',
    });
  });

  it.each([
    ['one digit short', '+1 202 555 012'],
    ['one digit too many', '+1 202 555 01234'],
    ['with an area code that can’t be', '+1 055 234 5678'],
    ['with the area code of a service', '+1 911 555 0123'],
    ['with a number that begins with 1', '+1 555 123 4567'],
  ])('of North America is refused %s', (_, text) => {
    expect(refusalOf(text, 'international')?.message).toBe(
      'No number with the country code +1 looks like this. After the 1 enter area code and number. Neither can begin with 0 or 1.',
    );
  });

  it('is refused where no network of its country has such a number', () => {
    const message = 'No number with the country code +49 looks like this. Check the digits.';
    expect(refusalOf('+49 1234 5', 'international')?.message).toBe(message);
  });

  it('is refused with an extension, which would be lost', () => {
    expect(refusalOf('+1 202 555 0123 ext. 5', 'international')?.message).toMatch(/^Leave the extension out/);
  });

  it('names the field that it stands in', () => {
    expect(refusalOf('555', 'international', 'contactPhone')?.field).toBe('contactPhone');
  });
});

describe('A phone number of North America', () => {
  it.each([
    '1 202 555 0123',
    '+1 202 555 0123',
    '12025550123',
    '1 (202) 555-0123',
    '(1) 202 555 0123',
    '1-202-555-0123',
  ])('is read from %s', (text) => {
    expect(readPhoneNumber(text, 'north-america')).toBe('+12025550123');
  });

  it('may have an area code that is newer than the tables', () => {
    expect(readPhoneNumber('1 555 234 5678', 'north-america')).toBe('+15552345678');
  });

  it.each([
    ['no country code', '(202) 555-0123'],
    ['10 digits', '1 202 555 012'],
    ['12 digits', '1 202 555 01234'],
    ['another country', '+49 30 901820'],
    ['another country in 11 digits', '+44 20 794 6095'],
    ['a trunk prefix', '001 202 555 0123'],
    ['words', 'one two three'],
  ])('is refused with %s', (_, text) => {
    expect(refusalOf(text, 'north-america')).toEqual({
      code: 'validation_failed',
      field: 'phone',
      message: 'Enter the 11 digits: country code 1, area code and number, such as 1 202 555 0123.',
    });
  });

  it.each([
    ['an area code that begins with 1', '1 102 555 0123'],
    ['a number that begins with 0', '1 202 055 0123'],
  ])('is refused with %s', (_, text) => {
    expect(refusalOf(text, 'north-america')?.message).toMatch(/Neither can begin with 0 or 1\.$/);
  });
});

describe('Whatever is typed', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: fc.constantFrom(...'+0123456789 ()-./;x＋٤'), maxLength: 24 }),
    fc.integer({ min: 1_000_000, max: 99_999_999_999 }).map((number) => `+${number}`),
  );

  it.each(['international', 'north-america'] as const)('is E.164 afterwards, or a refusal: %s', (rule) => {
    fc.assert(
      fc.property(typed, (text) => {
        if (refusalOf(text, rule)) return;
        const stored = readPhoneNumber(text, rule);
        expect(stored).toMatch(rule === 'international' ? /^\+[1-9]\d{6,14}$/ : /^\+1\d{10}$/);
        expect(readPhoneNumber(stored, rule)).toBe(stored);
      }),
      { numRuns: 5_000 },
    );
  });
});
