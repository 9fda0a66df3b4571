// The HTML of a mail: one column, one big button, fit for phones and dark mode, with nothing that is loaded from afar.
import type { Language } from '../../contract/languages.ts';
import type { MailText } from './mail-texts.ts';
import { asHtml, escapeHtml, type Sentence } from './sentence.ts';

/** What both forms of a mail show, in the order in which they show it. */
export type LaidOutMail = {
  readonly language: Language;
  readonly subject: string;
  readonly greeting: Sentence;
  readonly paragraphs: readonly Sentence[];
  readonly secret: MailText['secret'];
  readonly link: { readonly address: string; readonly button: string; readonly copy: string } | undefined;
  /** The code of the link, for whom the link does not open. */
  readonly code: { readonly value: string; readonly page: string; readonly enter: string } | undefined;
  readonly until: Sentence | undefined;
  readonly unexpected: Sentence;
  readonly sentBy: Sentence;
};

const font = "system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

// Programs that know dark mode take these; the others show the inline colours.
const style = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.page{background:#14171c!important}
.card{background:#1e232b!important;border-color:#363e4a!important}
.words{color:#eef1f5!important}
.quiet{color:#aab4c1!important}
.quiet a{color:#9cc2ff!important}
.secret{background:#14171c!important;border-color:#4a5463!important;color:#eef1f5!important}
.rule{border-color:#363e4a!important}
}`;

const paragraph = (sentence: Sentence) =>
  `<p class="words" style="margin:0 0 16px;color:#1b2028">${asHtml(sentence)}</p>`;

const quiet = (html: string) =>
  `<p class="quiet" style="margin:0 0 12px;font-size:14px;line-height:1.45;color:#566070">${html}</p>`;

function layOutSecret({ label, value }: NonNullable<LaidOutMail['secret']>): string {
  return `${quiet(escapeHtml(label))}<p class="secret" style="margin:0 0 20px;padding:14px 16px;border:1px solid #c6cdd6;border-radius:8px;background:#f4f6f8;color:#1b2028;font:600 20px/1.3 ui-monospace,Menlo,Consolas,monospace;white-space:nowrap">${escapeHtml(value)}</p>`;
}

// The colour stands on the cell too, for programs that give links no padding.
function layOutButton({ address, button }: NonNullable<LaidOutMail['link']>): string {
  return `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="margin:24px 0 20px"><tr><td align="center" bgcolor="#1f5fbf" style="border-radius:10px;background:#1f5fbf"><a href="${escapeHtml(address)}" style="display:block;padding:16px 20px;border-radius:10px;font-size:18px;line-height:1.3;font-weight:600;color:#ffffff;text-decoration:none">${escapeHtml(button)}</a></td></tr></table>`;
}

function layOutAddress({ address, copy }: NonNullable<LaidOutMail['link']>): string {
  const quoted = escapeHtml(address);
  return quiet(
    `${escapeHtml(copy)}<br><a href="${quoted}" style="color:#1f5fbf;word-break:break-all">${quoted}</a>`,
  );
}

function layOutCode({ value, page, enter }: NonNullable<LaidOutMail['code']>): string {
  const quoted = escapeHtml(page);
  return quiet(
    `${escapeHtml(enter)}<br><a href="${quoted}" style="color:#1f5fbf;word-break:break-all">${quoted}</a><br><span style="font-family:ui-monospace,Menlo,Consolas,monospace;word-break:break-all">${escapeHtml(value)}</span>`,
  );
}

/** Lays a mail out as a whole HTML document. */
export function layOutHtml(mail: LaidOutMail): string {
  const { secret, link, code, until } = mail;
  return `<!doctype html>
<html lang="${mail.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(mail.subject)}</title>
<style>${style}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:#eef1f4">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#eef1f4"><tr><td align="center" style="padding:20px 12px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff;border:1px solid #dde2e8;border-radius:12px"><tr><td style="padding:28px 22px;text-align:left;font-family:${font};font-size:16px;line-height:1.5;word-break:break-word">
${[paragraph(mail.greeting), ...mail.paragraphs.map(paragraph)].join('\n')}
${secret ? layOutSecret(secret) : ''}
${link ? layOutButton(link) : ''}
${until ? paragraph(until) : ''}
${paragraph(mail.unexpected)}
<hr class="rule" style="margin:24px 0 16px;border:0;border-top:1px solid #dde2e8">
${link ? layOutAddress(link) : ''}
${code ? layOutCode(code) : ''}
${quiet(asHtml(mail.sentBy))}
</td></tr></table>
</td></tr></table>
</body>
</html>
`;
}
