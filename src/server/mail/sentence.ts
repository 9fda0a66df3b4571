// A sentence of a mail with the names in it kept apart, so that each form of the mail can quote them in its own way.

type Part = { readonly words: string } | { readonly name: string };
export type Sentence = readonly Part[];

/** Makes a sentence out of words and names: say`${inviter} invited you`. */
export function say(words: TemplateStringsArray, ...names: readonly string[]): Sentence {
  return words.flatMap((text, index) => {
    const name = names[index];
    return name === undefined ? [{ words: text }] : [{ words: text }, { name }];
  });
}

// Line breaks would end a header, and overrides of the writing direction would turn what stands after them.
const unfit = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu;
const rightToLeft = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFF]|[\u{10800}-\u{10FFF}]|[\u{1E800}-\u{1EFFF}]/u;

/** Behind one of these, or in front of it, mail programs find the parts of a link. */
const linkMarks = /(?<=\S)(?:[./@。．｡]|:(?![0-9]))(?=[^\s\u2060])/gu;
const wholeAddress = /^[^\s@/:]{1,64}@[^\s@/:]{1,255}$/u;

/**
 * A name as it may stand in a header or a text: on one line, without controls, and nothing that a mail program makes a
 * link of, since users choose their names themselves and this server must not carry their adverts.
 */
export function tameName(name: string): string {
  return name
    .replaceAll(unfit, ' ')
    .trim()
    .replaceAll(linkMarks, (mark) => `${mark}\u2060`);
}

/** What stands in a sentence: an email address that the mail tells of stays as it is, to be copied; names come tamed. */
function tameValue(value: string): string {
  return wholeAddress.test(value) ? value : tameName(value);
}

// A name in a script that runs to the left must not turn the words around it (Unicode UAX 9, section 2.4).
function isolate(name: string): string {
  return rightToLeft.test(name) ? `\u2068${name}\u2069` : name;
}

/** The sentence as plain text, on one line. */
export function asText(sentence: Sentence): string {
  return sentence.map((part) => ('words' in part ? part.words : isolate(tameValue(part.name)))).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Quotes a text for HTML, inside of elements and attributes. */
export function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}

/** The sentence as HTML. */
export function asHtml(sentence: Sentence): string {
  return sentence
    .map((part) =>
      'words' in part
        ? escapeHtml(part.words)
        : `<bdi style="font-weight:600">${escapeHtml(tameValue(part.name))}</bdi>`,
    )
    .join('');
}
