// What a language must say: one text for each kind of mail, and the words that all of them share.
import type { MailContentOf, MailKind } from './mail-content.ts';
import type { Sentence } from './sentence.ts';

export type MailText = {
  readonly subject: Sentence;
  readonly paragraphs: readonly Sentence[];
  /** What stands on the button, where the mail has a link. */
  readonly button?: string;
  /** A line of its own that people copy, such as a password. */
  readonly secret?: { readonly label: string; readonly value: string };
  /** What to do if one did not expect this mail. */
  readonly unexpected: Sentence;
};

export type TextByKind = { readonly [K in MailKind]: (content: MailContentOf<K>) => MailText };

export type MailTexts = {
  readonly mails: TextByKind;
  greet(name: string): Sentence;
  /** @param moment written out in this language, with its time zone */
  worksUntil(moment: string): Sentence;
  /** Stands above the link, written out. */
  readonly copyLink: string;
  /** Stands above the page where the code of the link can be entered, and the code. */
  readonly enterCode: string;
  /** Why this mail came and that nobody reads answers. */
  sentBy(organizationName: string): Sentence;
};
