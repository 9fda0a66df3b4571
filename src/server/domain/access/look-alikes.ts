// Letters of other scripts that are taken for an ASCII letter or digit, from Unicode's "confusables" (UTS #39, section 4).
import { fold } from '../../../contract/fields.ts';
import { keepSeen } from '../../../contract/seen-text.ts';

/**
 * Each pair is a small letter and what it is taken for. A capital goes with its small letter, so that case never makes a
 * difference: "В" is taken for "B", so "в" stands for "b", too. Where the two are taken for different letters (the Greek
 * "ν" for "v", "Ν" for "N"), the small one counts, since that is how addresses are written.
 */
const scripts = {
  latin:
    'ɑa ƅb ꞵb ᴄc ꬲe ꬵf ꞙf ẝf ɡg ᶃg ƍg ıi ɪi ɩi ʝj ǀl ᴏo ᴑo ꬽo ꭇr ꭈr ʀr ꜱs ƽs ꞟu ᴜu ꭎu ꭒu ʋu ᴠv ɯw ᴡw ꭓx ɣy ᶌy ʏy ỿy ꭚy ᴢz ꝛ2 ƨ2 ɜ3 ȝ3 ʒ3 ꝫ3 ȣ8 ꝯ9',
  greek: 'αa βb εe ϝf ηh ιi ϳj κk μm ϻm νv οo σo ςo ρp ᴦr τt υu χx γy ζz',
  cyrillic: 'аa ьb вb сc ԁd еe ҽe ԍg һh нh іi ꙇi ӏl јj кk мm оo рp ԛq гr ѕs тt ѵv ѡw ԝw хx уy үy ꙅ2 з3 ӡ3 б6',
  armenian: 'քf ցg հh ոn ռn օo գq զq տs սu աw',
  coptic: 'ⲥc ⲏh ⲕk ⲓl ⳑl ⲙm ⲛn ⲟo ⲣp ⲅr ⲧt ⲭx ⲩy ϩ2 ⳍ3 ⳓ6 ⳋ9',
  cherokee: 'ꭺa ꮟb ᏼb ꮯc ꮷd ꭰd ꭼe ꮐg ᏻg ꮒh ꮋh ꭵi ꭻj ꮶk ꮮl ꮇm ꮲp ꮁr ꭱr ꮢr ꮪs ꮥs ꭲt ꮩv ꮃw ꮤw ꭹy ꮍy ꮓz ꮞ4 ꮾ6',
  lisu: 'ꓮa ꓐb ꓚc ꓒd ꓓd ꓰe ꓝf ꓖg ꓧh ꓙj ꓗk ꓲl ꓡl ꓟm ꓠn ꓳo ꓑp ꓣr ꓢs ꓔt ꓴu ꓦv ꓪw ꓫx ꓬy ꓜz',
  hyphens: '‐- ‒- –- −-',
} as const;

const table = new Map(
  Object.values(scripts).flatMap((pairs) =>
    pairs.split(' ').map((pair): [string, string] => [pair.slice(0, -1), pair.slice(-1)]),
  ),
);

/** What can't be seen between letters, and the dot that a small i or j has anyway. */
const unseen = /\p{Default_Ignorable_Code_Point}|(?<=[ij])\u0307/gu;

/**
 * Writes each look-alike as the ASCII character that it is taken for, and leaves out what can't be seen. ASCII stays as it
 * is: no letter or digit of it is ever taken for another.
 * @param text in small letters, in NFKC
 */
export function replaceLookAlikes(text: string): string {
  return [...text]
    .map((letter) => table.get(letter) ?? letter)
    .join('')
    .replace(unseen, '');
}

/** Makes two usernames equal that a person takes for one, as `foldAddress` does with addresses. */
export function foldUsername(username: string): string {
  return replaceLookAlikes(fold(keepSeen(username)));
}
