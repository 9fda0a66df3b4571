// How a search reads texts: one fold for names as they are stored and as they are typed, and words in any order. The server
// and the screens search by this alone.
import { toDigits } from './digits.ts';

/** Letters that are none with a mark, and that people type without what makes them so. */
const plainLetters: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', þ: 'th', ĳ: 'ij', ŉ: 'n', ı: 'i', ȷ: 'j', ł: 'l', ø: 'o', đ: 'd', ð: 'd' },
  ...{
    ħ: 'h',
    ŧ: 't',
    ŋ: 'n',
    ĸ: 'k',
    ƀ: 'b',
    ɓ: 'b',
    ƈ: 'c',
    ɗ: 'd',
    ǥ: 'g',
    ɠ: 'g',
    ƙ: 'k',
    ɨ: 'i',
    ʉ: 'u',
    ə: 'e',
  },
  // Of Arabic: what is written as one of several forms of the same letter.
  ...{ ى: 'ي', ی: 'ي', ک: 'ك', ة: 'ه', ٱ: 'ا', ـ: '' },
};

// In one name stands one apostrophe, in another a quotation mark or an accent that a keyboard had at hand.
const apostrophes = /['’‘‛ʼʻʽʹ′`´ʾʿ＇"“”„‟«»]/gu;

const marks = /[\p{M}\p{DI}\u0640]/gu;

/** Scripts without spaces between words: any place in a text may be where somebody begins to type. */
const unspaced = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u;

/** Folds case, accents, ligatures, widths and digits; white space stays. */
export function foldText(text: string): string {
  const simple = text
    // In the fold of Unicode the İ of Turkish leaves a dot behind, and the ẞ has no small letter of its own everywhere.
    .replaceAll('ẞ', 'ß')
    .normalize('NFKD')
    .toLowerCase()
    .replace(apostrophes, "'")
    .normalize('NFKD')
    .replace(marks, '');
  return [...toDigits(simple)].map((letter) => plainLetters[letter] ?? letter).join('');
}

/** Words longer than this are told apart by their beginning alone. */
const wordMost = 60;

const cut = (word: string) => [...word].slice(0, wordMost).join('');

const partPattern = "[\\p{L}\\p{N}\\p{So}']+";
/** What is typed without a space: "anna-lena", "o'brien", "nora.new@shop.example". */
const compounds = new RegExp(`${partPattern}(?:[-‐‑‒–_.@+]${partPattern})*`, 'gu');
const separators = /[^\p{L}\p{N}\p{So}]+/gu;

const listCompounds = (folded: string) => [...folded.matchAll(compounds)].map(([compound]) => compound);

const join = (compound: string) => cut(compound.replaceAll(separators, ''));

/** The words by which a text can be found: it is found by the beginning of each of them. */
export function listWords(text: string): string[] {
  const words = new Set<string>();
  const add = (word: string) => word !== '' && words.add(cut(word));
  const all = listCompounds(foldText(text));
  for (const [place, compound] of all.entries()) {
    const parts = compound.split(/[^\p{L}\p{N}\p{So}']+/u);
    // "Anna-Lena" and "O'Brien" are found in one word, too, and the latter by what stands behind the apostrophe.
    for (const [at, part] of parts.entries()) {
      add(join(parts.slice(at).join('')));
      add(join(part));
      for (const piece of part.split("'")) add(piece);
      if (unspaced.test(part)) for (const [from] of [...part].entries()) add([...part].slice(from).join(''));
    }
    // Some write "Anna Lena" with a hyphen, or as one word.
    const [next] = all[place + 1]?.split(/[^\p{L}\p{N}\p{So}']+/u) ?? [];
    if (next && parts.length === 1) add(join(compound + next));
  }
  return [...words];
}

/** What a search asks for: of each of these, one beginning of a word; in any order. */
export type Search = readonly (readonly string[])[];

/**
 * Reads what somebody typed. What is typed in one go belongs together: "nora@shop.example" asks for that address, and not for
 * whoever is called Nora and has another one there. A phone number may have spaces in it, and a 0 that its international form has not.
 * @returns nothing where nothing is asked for that could be found
 */
export function readSearch(text: string): Search {
  const words = listCompounds(foldText(text)).map(join).filter(Boolean);
  const isPhone = words.join('').length > 4 && words.every((word) => /^[0-9]+$/.test(word));
  const [first = ''] = words;
  if (!isPhone || (words.length === 1 && !first.startsWith('0'))) return words.map((word) => [word]);
  const national = words.join('').replace(/^0+/, '');
  if (words.length === 1) return [[first, national]];
  return text.trim().startsWith('+') || first.startsWith('0') || national.length > 6
    ? [[national]]
    : words.map((word) => [word]);
}

/** Whether words, from `listWords`, hold all that a search asks for. */
export function isFound(words: readonly string[], search: Search): boolean {
  return search.every((beginnings) =>
    beginnings.some((beginning) => words.some((word) => word.startsWith(beginning))),
  );
}

/** Those of a list that a search finds, each by its texts; all of them where nothing is typed. */
export function findAmong<T>(all: readonly T[], typed: string, textsOf: (one: T) => readonly string[]): T[] {
  const search = readSearch(typed);
  if (search.length === 0) return typed.trim() === '' ? [...all] : [];
  return all.filter((one) => isFound(textsOf(one).flatMap(listWords), search));
}
