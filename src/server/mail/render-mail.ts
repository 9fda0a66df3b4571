// Turns what a mail tells into its subject, its HTML and its plain text, in one language.
import type { Language } from '../../contract/languages.ts';
import { type LaidOutMail, layOutHtml } from './html-layout.ts';
import { de } from './languages/de.ts';
import { en } from './languages/en.ts';
import { es } from './languages/es.ts';
import { fr } from './languages/fr.ts';
import type { MailContent, MailContentOf, MailKind } from './mail-content.ts';
import type { MailText, MailTexts, TextByKind } from './mail-texts.ts';
import { asText, tameName } from './sentence.ts';

const texts: Readonly<Record<Language, MailTexts>> = { en, de, es, fr };

export type RenderedMail = { readonly subject: string; readonly html: string; readonly text: string };

function writeMoment(language: Language, iso: string): string {
  return new Intl.DateTimeFormat(language, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone: 'UTC',
    timeZoneName: 'short',
  }).format(new Date(iso));
}

function textOf<K extends MailKind>(mails: TextByKind, content: MailContentOf<K>): MailText {
  return mails[content.kind](content);
}

function linkOf(content: MailContent): string | undefined {
  if ('link' in content) return content.link;
  return 'signInLink' in content ? content.signInLink : undefined;
}

function layOutText(mail: LaidOutMail): string {
  const { secret, link, code, until } = mail;
  const blocks = [
    asText(mail.greeting),
    ...mail.paragraphs.map(asText),
    ...(secret ? [`${secret.label}:\n${secret.value}`] : []),
    ...(link ? [`${link.button}:\n${link.address}`] : []),
    ...(code ? [`${code.enter}\n${code.page}`, code.value] : []),
    ...(until ? [asText(until)] : []),
    asText(mail.unexpected),
    `-- \n${asText(mail.sentBy)}`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** A name may be a whole email address, and is none that this mail tells of. What a mail tells is JSON, as it is stored. */
function tameNames(content: MailContent): MailContent {
  return JSON.parse(JSON.stringify(content), (key, value) =>
    key.endsWith('Name') ? tameName(String(value)) : value,
  );
}

/** Writes a mail out. Names in it may hold anything: they are quoted, and can add no header. */
export function renderMail(given: MailContent, language: Language): RenderedMail {
  const content = tameNames(given);
  const say = texts[language];
  const text = textOf<MailKind>(say.mails, content);
  const address = linkOf(content);
  const [page, code] = address?.split('#code=') ?? [];
  const mail: LaidOutMail = {
    language,
    subject: asText(text.subject),
    greeting: say.greet(content.personName),
    paragraphs: text.paragraphs,
    secret: text.secret,
    link:
      address !== undefined && text.button !== undefined
        ? { address, button: text.button, copy: say.copyLink }
        : undefined,
    code: page && code ? { value: code, page, enter: say.enterCode } : undefined,
    until: 'expiresAt' in content ? say.worksUntil(writeMoment(language, content.expiresAt)) : undefined,
    unexpected: text.unexpected,
    sentBy: say.sentBy(content.organizationName),
  };
  return { subject: mail.subject, html: layOutHtml(mail), text: layOutText(mail) };
}
