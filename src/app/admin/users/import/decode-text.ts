// The text of a file of any age: its byte-order mark heard, its encoding guessed by what its letters come to.

type Encoding = { readonly id: string; readonly label: string };

/** Those that can be chosen, by their names in `TextDecoder`. */
export const encodings: readonly Encoding[] = [
  { id: 'utf-8', label: 'Unicode (UTF-8)' },
  { id: 'utf-16le', label: 'Unicode (UTF-16)' },
  { id: 'utf-16be', label: 'Unicode (UTF-16, big-endian)' },
  { id: 'windows-1252', label: 'Western European (Windows-1252)' },
  { id: 'windows-1250', label: 'Central European (Windows-1250)' },
  { id: 'windows-1251', label: 'Cyrillic (Windows-1251)' },
  { id: 'windows-1253', label: 'Greek (Windows-1253)' },
  { id: 'windows-1254', label: 'Turkish (Windows-1254)' },
  { id: 'windows-1255', label: 'Hebrew (Windows-1255)' },
  { id: 'windows-1256', label: 'Arabic (Windows-1256)' },
  { id: 'windows-1257', label: 'Baltic (Windows-1257)' },
  { id: 'gb18030', label: 'Chinese, simplified (GB 18030)' },
  { id: 'big5', label: 'Chinese, traditional (Big5)' },
  { id: 'shift_jis', label: 'Japanese (Shift JIS)' },
  { id: 'euc-kr', label: 'Korean (EUC-KR)' },
  { id: 'koi8-r', label: 'Cyrillic (KOI8-R)' },
  { id: 'ibm866', label: 'Cyrillic (DOS)' },
  { id: 'macintosh', label: 'Western European (Mac)' },
];

/** How a language writes: the letters beyond a to z, at the places where they stand in its words. */
type Spelling = { readonly encoding: string; readonly letters: RegExp; readonly script: 'Latin' | 'own' };

const latin = (encoding: string, letters: string): Spelling => ({
  encoding,
  letters: new RegExp(letters, 'giu'),
  script: 'Latin',
});
const own = (encoding: string, letters: string): Spelling => ({
  encoding,
  letters: new RegExp(letters, 'giu'),
  script: 'own',
});
const vowel = '[aeiouyáéíóú]';

// The commoner first: where two fit equally well, the first is taken.
const spellings: readonly Spelling[] = [
  latin('windows-1252', `[äöüßáéíóú]|ñ(?=${vowel})`),
  latin('windows-1252', '[éèêëàâçîïôùû]|œ(?=[ui])'),
  latin('windows-1252', '[åäöæøé]'),
  latin('windows-1252', 'ã(?=[oei]|$)|õ(?=e)|[áéíóúâêôàç]'),
  latin('windows-1252', '[àèéìòù](?=\\P{L}|$)'),
  latin('windows-1254', '(?<=\\p{L})ğ|[çışöüİâîû]'),
  latin('windows-1250', `[ąęłóż]|[ćńśź](?!${vowel})`),
  latin('windows-1250', '[áčďéěíňóřšťúůýž]'),
  latin('windows-1250', '[áéíóöőúüű]'),
  latin('windows-1250', '[čćđšžăâîşţľĺŕôä]'),
  latin('windows-1257', '[āčēģīķļņšūžąęėįųõäöü]'),
  own('windows-1251', '[а-яёіїєґ]'),
  own('windows-1251', '[а-яђјљњћџўѓќѕ]'),
  own('windows-1253', '[α-ωάέήίόύώϊϋΐΰ]'),
  own('windows-1256', '\\p{Script=Arabic}'),
  own('windows-1255', '\\p{Script=Hebrew}'),
  own('shift_jis', '[\\u3040-\\u30ff\\p{Script=Han}]'),
  own('euc-kr', '\\p{Script=Hangul}'),
  own('gb18030', '\\p{Script=Han}'),
  own('koi8-r', '[а-яё]'),
  own('ibm866', '[а-яё]'),
  latin('windows-1252', '[þæðöáéíóúý]'),
  latin('macintosh', '[äöüßéèêëàâçîïôùûœñåøæ]'),
];

const bytesLooked = 200_000;
/** No word of a language is longer; without an end to them, one of many thousand letters would take minutes. */
const foreignWords = /[\p{L}\p{M}]{0,60}[^\p{ASCII}\s][\p{L}\p{M}]{0,60}/gu;
/** All small, one capital in front, or all capitals. */
const usualCase = /^(?:\P{Lu}*|\p{Lu}\P{Lu}*|[\p{Lu}\P{L}]+)$/u;

const countForeign = (text: string) => text.match(/\P{ASCII}/gu)?.length ?? 0;

/** Latin words have letters of a to z, but the shortest; those of another script have none. */
function isWord(word: string, script: Spelling['script']): boolean {
  if (!usualCase.test(word)) return false;
  const hasLatin = /[a-z]/i.test(word);
  return script === 'Latin' ? hasLatin || word.length < 3 : !hasLatin;
}

/** How much of what lies beyond ASCII is what a language writes, from 0 to 1. */
function rate(text: string, { letters, script }: Spelling): number {
  const all = countForeign(text);
  if (all === 0) return 0;
  let fitting = '';
  for (const [word] of text.matchAll(foreignWords))
    if (isWord(word, script)) fitting += (word.match(letters) ?? []).join('');
  // Names begin with capitals, where a script has them.
  const hasNoNames = script === 'own' && /\p{Ll}/u.test(fitting) && !/\p{Lu}/u.test(fitting);
  return (countForeign(fitting) / all) * (hasNoNames ? 0.9 : 1);
}

function tryDecode(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return null;
  }
}

/** UTF-16 without its mark: every other byte of a table is 0. */
function findWide(bytes: Uint8Array): string | null {
  const looked = bytes.subarray(0, 2_000);
  const countZeros = (from: number) => looked.filter((byte, at) => at % 2 === from && byte === 0).length;
  const [even, odd] = [countZeros(0), countZeros(1)];
  if (odd > looked.length / 5 && odd > 4 * even) return 'utf-16le';
  return even > looked.length / 5 && even > 4 * odd ? 'utf-16be' : null;
}

const marks: readonly (readonly [encoding: string, ...bytes: number[]])[] = [
  ['utf-8', 0xef, 0xbb, 0xbf],
  ['utf-16le', 0xff, 0xfe],
  ['utf-16be', 0xfe, 0xff],
];

/** The encoding that a file most likely has. */
export function guessEncoding(bytes: Uint8Array): string {
  const marked = marks.find(([, ...mark]) => mark.every((byte, at) => bytes[at] === byte));
  if (marked) return marked[0];
  const wide = findWide(bytes);
  if (wide) return wide;
  if (tryDecode(bytes, 'utf-8') !== null) return 'utf-8';
  const beginning = bytes.subarray(0, bytesLooked);
  const rated = spellings.map((spelling) => {
    const text = tryDecode(beginning, spelling.encoding);
    return { encoding: spelling.encoding, points: text === null ? 0 : rate(text, spelling) };
  });
  const most = Math.max(...rated.map(({ points }) => points));
  return (most > 0 && rated.find(({ points }) => points === most)?.encoding) || 'windows-1252';
}

/** The text of a file, without its byte-order mark. */
export function decode(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(bytes);
}

/** What a wrong encoding makes of letters: controls, replacements, and UTF-8 that was read as Windows-1252. */
const surelyWrong = /[\u0080-\u009f\ufffd]|[ÃÂÐÑ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œ]/u;
const linesRated = 5_000;
const lineCharacters = 300;

/** Lines to look at before an import: those with letters beyond ASCII, the most doubtful first. */
export function findDoubtfulLines(text: string, encoding: string, most = 6): string[] {
  const known = spellings.filter((spelling) => spelling.encoding === encoding);
  const doubt = (line: string) => {
    if (surelyWrong.test(line)) return 2;
    return known.length === 0 ? 0 : 1 - Math.max(...known.map((spelling) => rate(line, spelling)));
  };
  return text
    .split(/\r\n|\r|\n/)
    .filter((line) => countForeign(line) > 0)
    .slice(0, linesRated)
    .map((line) => line.slice(0, lineCharacters))
    .map((line) => ({ line, points: doubt(line) }))
    .toSorted((a, b) => b.points - a.points)
    .slice(0, most)
    .map(({ line }) => line);
}
