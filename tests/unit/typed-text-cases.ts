// What people type and paste into fields, with what the field makes of it: the text that it keeps, or what it says.

export const names: readonly (readonly [what: string, typed: string, kept: string])[] = [
  ['marks of direction around it', '\u202aAnna\u202c', 'Anna'],
  ['a left-to-right mark', 'Anna\u200e', 'Anna'],
  ['an override in the middle', 'gpj\u202eexe', 'gpjexe'],
  ['isolates', '\u2066Anna\u2069 Hope', 'Anna Hope'],
  ['a zero-width space', 'ag\u200bain', 'again'],
  ['a word joiner and a byte-order mark', '\ufeffag\u2060ain', 'again'],
  ['a joiner between Latin letters', 'ag\u200dain', 'again'],
  ['a soft hyphen', 'Groß\u00admann', 'Großmann'],
  ['a filler of Hangul', 'Kim\u3164', 'Kim'],
  ['a variation selector after a letter', 'again\ufe0f', 'again'],
  ['a tag character', 'again\u{e0061}', 'again'],
  ['no-break and thin spaces', 'Anna\u00a0Lena\u2009Hope\u202f', 'Anna Lena Hope'],
  ['two spaces and a tab', 'Anna  Lena\tHope', 'Anna Lena Hope'],
  ['an empty Braille pattern', 'Anna\u2800Lena', 'Anna Lena'],
  ['a line break of a spreadsheet', 'Anna\r\nLena', 'Anna Lena'],
  ['a letter in two parts, with nothing to see between', 'Tom\u0061\u200b\u0301s', 'Tomás'],
  ['a family of emoji', 'Team 👩\u200d👩\u200d👧', 'Team 👩\u200d👩\u200d👧'],
  ['a heart in colour', '❤\ufe0f Shop', '❤\ufe0f Shop'],
  ['a joiner that Persian needs', 'نیک\u200cنام', 'نیک\u200cنام'],
  ['a joiner that Sinhala needs', 'ශ්\u200dරී', 'ශ්\u200dරී'],
  ['a joiner that Malayalam ends with', 'അവന്\u200d', 'അവന്\u200d'],
  ['a selector of a Chinese letter', '葛\u{e0100}', '葛\u{e0100}'],
];

/** Each is refused by every name that must be there, with these words after the label. */
export const unseenNames: readonly (readonly [what: string, typed: string, says: string])[] = [
  ['nothing', '', 'is missing.'],
  ['spaces', ' \u00a0\t', 'is missing.'],
  ['a zero-width space', '\u200b', 'has only characters that nobody sees. Type it again.'],
  ['a filler of Hangul', '\u3164', 'has only characters that nobody sees. Type it again.'],
  ['half-width fillers', '\uffa0\u115f', 'has only characters that nobody sees. Type it again.'],
  ['joiners', '\u200c\u200d', 'has only characters that nobody sees. Type it again.'],
  ['empty Braille patterns', '\u2800\u2800', 'has only characters that nobody sees. Type it again.'],
  ['a mark without a letter', '\u0301', 'has only characters that nobody sees. Type it again.'],
  ['a character of control in the middle', 'a\u0007b', 'has a character that can’t be shown. Type it again.'],
  ['half a character', 'a\ud800b', 'has a character that can’t be shown. Type it again.'],
];

export const keptAddresses: readonly (readonly [typed: string, kept: string])[] = [
  ['ada@northgate.example', 'ada@northgate.example'],
  [' ada@northgate.example\u00a0', 'ada@northgate.example'],
  ['\u200eada@north\u200bgate.example\u200e', 'ada@northgate.example'],
  ['\ufeffada@northgate.example', 'ada@northgate.example'],
  ['ａｄａ＠northgate．example', 'ada@northgate.example'],
  ["o'neil+floor.2@mail.northgate.example", "o'neil+floor.2@mail.northgate.example"],
  ['a!#$%&*/=?^_`{|}~-@northgate.example', 'a!#$%&*/=?^_`{|}~-@northgate.example'],
  ['zoë@bücher.example', 'zoë@bücher.example'],
  ['用户@例子.example', '用户@例子.example'],
  ['हिन्दी@हिन्दी.example', 'हिन्दी@हिन्दी.example'],
  ['floorkey@localhost', 'floorkey@localhost'],
];

const format = 'This is not an email address. It looks like name@example.com.';
const dots = 'There is a dot too many in this email address.';
const quotes = 'Leave out the quotation marks around the email address.';

export const refusedAddresses: readonly (readonly [typed: string, says: string])[] = [
  ['ada', format],
  ['@northgate.example', format],
  ['ada@', format],
  ['Ada <ada@northgate.example>', format],
  [`${'a'.repeat(65)}@northgate.example`, format],
  ['ada@north_gate.example', format],
  ['ada@-northgate.example', format],
  ['ada@northgate-.example', format],
  [`ada@${'x'.repeat(64)}.example`, format],
  ['a@b@northgate.example', format],
  ['a@b..c', dots],
  ['a@b.', dots],
  ['a@.b', dots],
  ['a..b@northgate.example', dots],
  ['.a@northgate.example', dots],
  ['a.@northgate.example', dots],
  ["'a@b'", quotes],
  ["'ada@northgate.example", quotes],
  ['“ada@northgate.example”', quotes],
  ['\u200b', 'Email address has only characters that nobody sees. Type it again.'],
];

/** Numbers as address books, cards and keyboards write them: all are +49 30 901820. */
export const numbers: readonly (readonly [what: string, typed: string])[] = [
  ['marks of embedding around it', '\u202a+49 30 901820\u202c'],
  ['a left-to-right mark in front', '\u200e+49 30 901820'],
  ['isolates', '\u2066+49 30 901820\u2069'],
  ['no-break spaces and a no-break hyphen', '+49\u00a030\u00a09018\u201120'],
  ['a zero-width space', '+49 30\u200b901820'],
  ['full-width digits', '＋４９ ３０ ９０１８２０'],
];

/** Beside the username `again`: every one of these is taken for it. */
export const sameUsernames: readonly (readonly [what: string, username: string])[] = [
  ['a zero-width space behind it', 'again\u200b'],
  ['a Cyrillic letter in front', 'аgain'],
  ['a dotless letter', 'agaın'],
  ['capitals', 'AGAIN'],
  ['full-width letters', 'ａｇａｉｎ'],
  ['a soft hyphen', 'aga\u00adin'],
];
