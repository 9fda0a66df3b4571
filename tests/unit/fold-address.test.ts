// When two email addresses are one, and when they are not.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldAddress } from '../../src/server/domain/access/fold-address.ts';

const anna = 'anna.hope1@northgate.example';

describe('Two spellings of an email address are one', () => {
  it.each([
    ['in capitals', 'Anna.Hope1@NorthGate.Example'],
    ['with a Cyrillic а', 'аnna.hope1@northgate.example'],
    ['with Cyrillic capitals', 'АNNА.НОРЕ1@northgate.example'],
    ['with a Greek ο', 'anna.hοpe1@northgate.example'],
    ['with an Armenian հ', 'anna.հope1@northgate.example'],
    ['in fullwidth letters', 'ａｎｎａ．ｈｏｐｅ１＠ｎｏｒｔｈｇａｔｅ．ｅｘａｍｐｌｅ'],
    ['in mathematical letters', '𝒶𝓃𝓃𝒶.𝐡𝐨𝐩𝐞𝟏@northgate.example'],
    ['with a zero-width space', 'anna\u200b.hope1@northgate.example'],
    ['with a soft hyphen', 'an\u00adna.hope1@northgate.example'],
    ['with a look-alike in the domain', 'anna.hope1@nоrthgate.example'],
    ['with that domain in its other spelling', 'anna.hope1@xn--nrthgate-nbh.example'],
    ['with blanks around', '  anna.hope1@northgate.example '],
  ])('%s', (_, spelling) => {
    expect(spelling).not.toBe(anna);
    expect(foldAddress(spelling)).toBe(anna);
  });

  it('with a decomposed accent', () => {
    expect(foldAddress('rene\u0301@a.example')).toBe(foldAddress('ren\u00e9@a.example'));
  });

  it('with a dotted capital I', () => {
    expect(foldAddress('İris@a.example')).toBe('iris@a.example');
  });

  it('with an international domain in either spelling', () => {
    expect(foldAddress('a@bücher.example')).toBe('a@xn--bcher-kva.example');
    expect(foldAddress('a@BÜCHER.example')).toBe('a@xn--bcher-kva.example');
    expect(foldAddress('a@xn--bcher-kva.example')).toBe('a@xn--bcher-kva.example');
  });
});

describe('Two email addresses stay two', () => {
  it.each([
    ['a digit and the letter like it', 'anna1@a.example', 'annal@a.example'],
    ['a zero and an o', 'b0b@a.example', 'bob@a.example'],
    ['rn and m', 'barn@a.example', 'bam@a.example'],
    ['a dot more', 'an.na@a.example', 'anna@a.example'],
    ['a tag', 'anna+floor@a.example', 'anna@a.example'],
    ['an accent', 'renée@a.example', 'renee@a.example'],
    ['a hyphen more', 'an-na@a.example', 'anna@a.example'],
    ['another domain', 'anna@a.example', 'anna@b.example'],
  ])('with %s', (_, one, other) => {
    expect(foldAddress(one)).not.toBe(foldAddress(other));
  });
});

const ascii = fc.string({ unit: 'grapheme-ascii', maxLength: 30 });
const letters = fc.constantFrom(...'аеорсхуінтвкмѕјԁαονρτυβεκηհոսօ');
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }).filter((each) => each.isWellFormed()),
  fc
    .array(fc.oneof(letters, fc.constantFrom(...'axn-.1İßςﬁ\u200b\u0307')), { maxLength: 20 })
    .map((each) => each.join('')),
);
const address = fc.tuple(text, text).map(([name, domain]) => `${name}@${domain}`);

describe('Folding', () => {
  it('done twice is folding done once', () => {
    fc.assert(
      fc.property(address, (email) => {
        const folded = foldAddress(email);
        expect(foldAddress(folded)).toBe(folded);
      }),
      { numRuns: 5_000 },
    );
  });

  it('changes nothing of ASCII but its case', () => {
    fc.assert(
      fc.property(ascii, (name) => {
        expect(foldAddress(`x${name}@northgate.example`)).toBe(`x${name.toLowerCase()}@northgate.example`);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never depends on the case of a look-alike', () => {
    fc.assert(
      fc.property(fc.array(letters, { minLength: 1, maxLength: 12 }), (parts) => {
        const name = parts.join('');
        expect(foldAddress(`${name.toUpperCase()}@a.example`)).toBe(foldAddress(`${name}@a.example`));
      }),
      { numRuns: 2_000 },
    );
  });
});
