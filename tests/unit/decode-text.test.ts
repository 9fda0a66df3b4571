// What a file says in the encoding that its machine wrote it in, and which one is guessed.
// @vitest-environment node
import { expect, it } from 'vitest';
import { decode, findDoubtfulLines, guessEncoding } from '../../src/app/admin/users/import/decode-text.ts';

const encoders = new Map<string, Map<string, number[]>>();

/** The bytes of each character, found by decoding all there are. */
function encoderOf(encoding: string): Map<string, number[]> {
  const known = encoders.get(encoding);
  if (known) return known;
  const made = new Map<string, number[]>();
  const note = (bytes: number[]) => {
    const text = new TextDecoder(encoding).decode(Uint8Array.from(bytes));
    if ([...text].length === 1 && text !== '\ufffd' && !made.has(text)) made.set(text, bytes);
  };
  for (let byte = 0; byte < 256; byte += 1) note([byte]);
  if (/gb|big5|jis|euc/.test(encoding))
    for (let lead = 0x81; lead < 0xff; lead += 1)
      for (let trail = 0x40; trail < 0xff; trail += 1) note([lead, trail]);
  encoders.set(encoding, made);
  return made;
}

function encode(text: string, encoding: string): Uint8Array {
  const encoder = encoderOf(encoding);
  return Uint8Array.from(
    [...text].flatMap((character) => {
      const bytes = encoder.get(character);
      if (!bytes) throw new Error(`${encoding} has no ${character}`);
      return bytes;
    }),
  );
}

const wide = (text: string, isLittle: boolean) => {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), isLittle);
  return new Uint8Array(view.buffer);
};

const marked: readonly (readonly [what: string, bytes: Uint8Array, encoding: string])[] = [
  ['UTF-8', new TextEncoder().encode('Username;Vorname\r\nzoe;Zoë'), 'utf-8'],
  ['UTF-8 with its mark', new TextEncoder().encode('\ufeffUsername;Vorname\r\nzoe;Zoë'), 'utf-8'],
  ['UTF-16 with its mark', wide('\ufeffUsername\tVorname\r\nzoe\tZoë', true), 'utf-16le'],
  ['big-endian UTF-16 with its mark', wide('\ufeffUsername\tVorname\r\nzoe\tZoë', false), 'utf-16be'],
  ['UTF-16 without a mark', wide('Username\tVorname\r\nzoe\tZoë', true), 'utf-16le'],
  ['big-endian UTF-16 without a mark', wide('Username\tVorname\r\nzoe\tZoë', false), 'utf-16be'],
  ['nothing but a to z', new TextEncoder().encode('Username\r\nzoe'), 'utf-8'],
];

it.each(marked)('reads %s, without the mark', (_what, bytes, encoding) => {
  expect(guessEncoding(bytes)).toBe(encoding);
  expect(decode(bytes, encoding)).toMatch(/^Username/);
});

const namesBy: readonly (readonly [encoding: string, language: string, names: string])[] = [
  ['windows-1252', 'German', 'Jürgen Großmann|Käthe Müller|Björn Öztel'],
  ['windows-1252', 'Spanish', 'José Muñoz|Begoña Pérez|Íñigo Núñez'],
  ['windows-1252', 'French', 'Zoë Lefèvre|François Bérenger|Anaïs Crêpe'],
  ['windows-1252', 'Portuguese', 'João Conceição|Inês Magalhães'],
  ['windows-1252', 'Danish', 'Søren Kjær|Åse Ødegård'],
  ['windows-1252', 'Italian', 'Niccolò Forlì|Nicolò Cantù'],
  ['windows-1252', 'one name', 'Jörg Braun'],
  ['windows-1250', 'Polish', 'Łukasz Wójcik|Małgorzata Żółć|Paweł Zieliński'],
  ['windows-1250', 'Polish, one name', 'Anna Wiśniewska'],
  ['windows-1250', 'Czech', 'Jiří Dvořák|Růžena Němcová|Šárka Žižková'],
  ['windows-1250', 'Hungarian', 'Erzsébet Szőke|Győző Füzes|Ágnes Tóth'],
  ['windows-1251', 'Russian', 'Иван Петров|Ольга Щукина'],
  ['windows-1251', 'Russian, in capitals', 'ИВАН ПЕТРОВ|ОЛЬГА ЩУКИНА'],
  ['windows-1251', 'Ukrainian', 'Олексій Ковальчук|Наталія Їжак'],
  ['windows-1251', 'Serbian', 'Ђорђе Љубић|Његош Џаџић'],
  ['koi8-r', 'Russian', 'Иван Петров|Ольга Щукина'],
  ['ibm866', 'Russian', 'Иван Петров|Ольга Щукина'],
  ['windows-1253', 'Greek', 'Γιώργος Παπαδόπουλος|Ελένη Ιωάννου'],
  ['windows-1254', 'Turkish', 'Ayşe Yıldız|Çağrı Işık|İbrahim Gökçe'],
  ['windows-1254', 'Turkish, one name', 'Işık Şahin'],
  ['windows-1255', 'Hebrew', 'דוד כהן|שרה לוי'],
  ['windows-1256', 'Arabic', 'محمد علي|فاطمة حسن'],
  ['windows-1257', 'Lithuanian', 'Žydrūnas Čiurlionis|Rūta Šimkutė'],
  ['gb18030', 'Chinese', '王芳|李小龙|张伟'],
  ['shift_jis', 'Japanese', 'たなか さくら|ヤマダ タロウ'],
  ['euc-kr', 'Korean', '김민준|이서연'],
];

it.each(namesBy)('guesses %s of names in %s', (encoding, _language, names) => {
  const text = `Username;Name\r\n${names
    .split('|')
    .map((name, at) => `user${at};${name}`)
    .join('\r\n')}\r\n`;
  const bytes = encode(text, encoding);
  expect(guessEncoding(bytes)).toBe(encoding);
  expect(decode(bytes, encoding)).toBe(text);
});

it('shows the rows first that are doubtful, and none that are the same in every encoding', () => {
  const wrong = decode(
    encode('a;Anna\nb;Jörg\nc;Łukasz Wiśniewski\nd;Zoltán', 'windows-1250'),
    'windows-1252',
  );
  expect(findDoubtfulLines(wrong, 'windows-1252')[0]).toContain('ukasz');
  expect(findDoubtfulLines('a;Anna\nb;Jörg\nc;MÃ¼ller', 'utf-8')).toEqual(['c;MÃ¼ller', 'b;Jörg']);
});

it('guesses soon, too, where a cell is one word of many thousand letters', () => {
  expect(guessEncoding(encode(`${'a'.repeat(150_000)} Müller`, 'windows-1252'))).toBe('windows-1252');
});
