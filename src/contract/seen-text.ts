// What is left of a text that somebody typed or pasted: characters that nobody sees are left out, and any white space is a space.

// Without a look-behind, which browsers of older tablets don't read: what shapes the character before it is matched with it.
const emoji = '\\p{Emoji}\\p{EMod}?\\uFE0F?(?:\\u200D\\p{ExtPict}\\p{EMod}?\\uFE0F?)*';
// Scripts in which a joiner would change nothing that one sees are left out.
const joined = '(?![\\p{scx=Latn}\\p{scx=Grek}\\p{scx=Cyrl}])[\\p{L}\\p{M}][\\u200C\\u200D]';
const variants = '\\p{sc=Han}[\\uFE00-\\uFE0F\\u{E0100}-\\u{E01EF}]|\\p{sc=Mong}[\\u180B-\\u180F]';
const unseen = new RegExp(`(${emoji}|${joined}|${variants})|[\\p{DI}\\uFFF9-\\uFFFB]`, 'gu');

/** Also line breaks and tabs, which come along from a spreadsheet, and the Braille pattern without dots. */
const spaces = /[\s\u0085\u2800]+/gu;

/**
 * Leaves out every default-ignorable character (Unicode Standard, section 5.21: zero-width ones, soft hyphens, fillers, marks
 * of direction) but those that shape what stands before them: joiners in Arabic and Indic scripts, parts of an emoji.
 */
export function keepSeen(text: string): string {
  return text
    .replace(unseen, (_, shaped?: string) => shaped ?? '')
    .replace(spaces, ' ')
    .trim();
}

/** Whether anything is left that can be seen: not marks alone, which need a letter to stand on. */
export function isSeen(text: string): boolean {
  return /[^\p{M}\p{Z}\p{C}]/u.test(keepSeen(text));
}
