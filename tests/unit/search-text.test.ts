// The fold by which the server and the screens search, and which words it finds whom by.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDigits } from '../../src/contract/digits.ts';
import { foldText, isFound, listWords, readSearch } from '../../src/contract/search-text.ts';
import { searchCases } from '../search-cases.ts';

const wordsOf = (first: string, last: string) => [...listWords(first), ...listWords(last)];
const find = (typed: string) =>
  searchCases
    .filter(([first, last]) => isFound(wordsOf(first, last), readSearch(typed)))
    .map(([first, last]) => `${first} ${last}`);

describe.each(searchCases)('%s %s', (first, last, typed) => {
  it.each(typed)('is found by %j, and nobody else who is another', (text) => {
    expect(find(text)).toContain(`${first} ${last}`);
    expect(find(`${text} ${last}`)).toEqual([`${first} ${last}`]);
  });
});

it('finds nobody by what is in the middle of a word, or by no word at all', () => {
  expect(find('mann')).toEqual([]);
  expect(isFound(['anna'], readSearch('nna'))).toBe(false);
  for (const nothing of ['', ' ', '-', '%', ',', '\u200b']) expect(readSearch(nothing)).toEqual([]);
});

it('takes what is typed in one go as one: an address or a username finds its owner alone', () => {
  const people = ['nora@shop.example', 'Nora person-17@shop.example', 'person-1 7@shop.example'];
  const found = (typed: string) => people.filter((each) => isFound(listWords(each), readSearch(typed)));
  expect(found('nora@shop.example')).toEqual(people.slice(0, 1));
  expect(found('Nora@sh')).toEqual(people.slice(0, 1));
  expect(found('nora shop.example')).toEqual(people.slice(0, 2));
  expect(found('person-17')).toEqual(people.slice(1, 2));
  expect(found('person-1')).toEqual(people.slice(1));
  expect(found('shop.ex')).toEqual(people);
});

it('finds two names by one word or with a hyphen, too', () => {
  for (const typed of ['Anna-Lena', 'annalena', 'lena anna'])
    expect(isFound(listWords('Anna Lena'), readSearch(typed))).toBe(true);
});

it('reads a phone number with its spaces, and without the 0 that it has in its own country', () => {
  for (const typed of ['+49 30 901820', '+49 (30) 901820', '0049 30 901820', '٠٠٤٩ ٣٠ ٩٠١٨٢٠']) {
    expect(readSearch(typed)).toEqual([['4930901820']]);
  }
  expect(readSearch('030 / 901820')).toEqual([['30901820']]);
  expect(readSearch('901820')).toEqual([['901820']]);
  expect(readSearch('00712')).toEqual([['00712', '712']]);
});

it('folds every character alike however it is written, and what is folded once stays as it is', () => {
  for (let point = 0x20; point <= 0x1ffff; point += 1) {
    if (point >= 0xd800 && point <= 0xdfff) continue;
    const character = String.fromCodePoint(point);
    const folded = foldText(character);
    for (const form of ['NFC', 'NFD', 'NFKC', 'NFKD'] as const) {
      expect(foldText(character.normalize(form)), point.toString(16)).toBe(folded);
    }
    expect(foldText(folded), point.toString(16)).toBe(folded);
  }
});

it('folds the digits of every script as a PIN is read', () => {
  for (const digit of ['٧', '７', '𝟟', '\u{116da}', '\u{116e3}'])
    expect(foldText(digit)).toBe(toDigits(digit));
});

it('finds everybody by the beginnings of their words, in any order and case', () => {
  const letters = fc.constantFrom(..."aäßIıİoøłşğéñ ﬁ-’'.,Жйαάक्ष田ハ");
  const name = fc.string({ unit: letters, minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(name, name, (first, last) => {
      const words = wordsOf(first, last);
      for (const typed of [`${last}, ${first}`, `${first}  ${last}`]) {
        expect(isFound(words, readSearch(typed))).toBe(true);
      }
    }),
  );
});
