// @vitest-environment jsdom
// Every mail in every language: whole, readable, and safe whatever people are called.
import { describe, expect, it } from 'vitest';
import { languages } from '../../src/contract/languages.ts';
import { mailKinds } from '../../src/contract/mail-kinds.ts';
import { readMailContent } from '../../src/server/mail/mail-content.ts';
import { renderMail } from '../../src/server/mail/render-mail.ts';
import { mailsOf } from './mail-contents.ts';

const plain = mailsOf('Northgate Bakery', 'Nora New');
const all = languages.flatMap((language) =>
  plain.map((content) => ({ name: `${content.kind} in ${language}`, language, content })),
);

const invitation = (organizationName: string, personName = 'Nora') => {
  const [content] = mailsOf(organizationName, personName);
  if (!content) throw new Error('an invitation is the first of them');
  return renderMail(content, 'en');
};

const documentOf = (html: string) => new DOMParser().parseFromString(html, 'text/html');

describe.each(all)('$name', ({ content, language }) => {
  const { subject, html, text } = renderMail(content, language);
  const document = documentOf(html);
  const words = document.body.textContent ?? '';

  it('says the same in HTML and in plain text', () => {
    const [greeting = '', ...blocks] = text.split('\n\n').map((block) => block.replace(/^-- \n/, '').trim());
    expect(greeting).toContain('Nora New');
    expect(blocks.length).toBeGreaterThan(2);
    for (const line of [greeting, ...blocks].join('\n').split('\n')) {
      if (!/^.+:$/.test(line)) expect(words).toContain(line);
    }
  });

  it('names the organization and has a subject of its own', () => {
    expect(subject).toMatch(/Northgate Bakery|Floorkey/);
    expect(subject.length).toBeLessThan(90);
    expect(text).toContain('Northgate Bakery');
    expect(document.documentElement.lang).toBe(language);
    expect(document.title).toBe(subject);
  });

  it('has one button where there is something to do, and the link written out', () => {
    const link = 'link' in content ? content.link : 'signInLink' in content ? content.signInLink : null;
    const hrefs = [...document.querySelectorAll('a')].map((anchor) => anchor.getAttribute('href'));
    const [page, code] = link?.split('#code=') ?? [];
    expect(hrefs).toEqual(link ? [link, link, ...(code ? [page] : [])] : []);
    if (code) {
      expect(text).toContain(`:\n${page}\n\n${code}\n`);
      expect(words).toContain(code);
    }
    if (link) {
      expect(document.querySelectorAll('a')[1]?.textContent).toBe(link);
      expect(text).toContain(`\n${link}\n`);
    }
  });

  it('says until when the link works, with the time zone', () => {
    if (!('expiresAt' in content)) return;
    const hour = language === 'en' ? '2:05 PM UTC' : '14:05 UTC';
    expect(text).toContain(hour);
    expect(text).toContain('2026');
    expect(words).toContain(hour);
  });

  it('loads nothing from afar and runs nothing', () => {
    expect(document.querySelectorAll('img,script,link,iframe,object,form,svg,video')).toHaveLength(0);
    expect(html).not.toMatch(/url\(|@import|@font-face|\son\w+=|background="/i);
  });

  it('fits a phone: letters of 14 px or more, nothing with a fixed width, and a scheme for the dark', () => {
    expect(html).toContain('name="viewport" content="width=device-width');
    expect(html).toContain('prefers-color-scheme:dark');
    for (const [, size] of html.matchAll(/font-size:(\d+)px/g))
      expect(Number(size)).toBeGreaterThanOrEqual(14);
    expect(html).not.toMatch(/[^-]width:\d+px|width="\d+"/);
  });
});

it('has a mail of each kind that the contract names', () => {
  expect([...new Set(plain.map(({ kind }) => kind))].toSorted()).toEqual(Object.keys(mailKinds).toSorted());
});

it.each(languages.filter((language) => language !== 'en'))(
  'is written in %s, not left in English',
  (language) => {
    for (const content of plain) {
      const english = renderMail(content, 'en');
      const other = renderMail(content, language);
      expect(other.subject).not.toBe(english.subject);
      const shared = other.text.split('\n').filter((line) => line && english.text.split('\n').includes(line));
      expect(shared.filter((line) => !/^(https:\S+|b8f7\S+|tulip\S+|--)\s*$/.test(line))).toEqual([]);
    }
  },
);

it('calls the button of an invitation “Accept Invite”', () => {
  const { html, text } = invitation('Northgate Bakery');
  expect(documentOf(html).querySelector('a')?.textContent).toBe('Accept Invite');
  expect(text).toContain('Accept Invite:\nhttps://');
});

describe('names', () => {
  it('are quoted in HTML', () => {
    const name = '<img src=x onerror=alert(1)> & "Sons" \'Ltd\'';
    const { html, text, subject } = invitation(name, name);
    const document = documentOf(html);
    expect(document.querySelectorAll('img')).toHaveLength(0);
    expect([...document.querySelectorAll('bdi')].map((each) => each.textContent)).toContain(name);
    expect(text).toContain(name);
    expect(subject).toContain(name);
  });

  it.each(['\r\nBcc: thief@evil.example', '\u2028x', '\nx', '\u0000x', '\u202Ex'])(
    'can end no line and turn no text: %j',
    (ending) => {
      const { subject, text, html } = invitation(`Northgate${ending}`, `Nora${ending}`);
      expect(subject).not.toMatch(/[\p{Cc}\u2028\u202E]/u);
      for (const line of html.split('\n')) expect(line).not.toMatch(/[\p{Cc}\u2028\u202E]/u);
      expect(text.split('\n').filter((line) => line.startsWith('Bcc'))).toEqual([]);
    },
  );

  it('of scripts that run to the left stand apart from the words around them', () => {
    const { subject, text, html } = invitation('מאפייה', 'נורה');
    expect(subject).toContain('\u2068מאפייה\u2069');
    expect(text).toContain('Hello \u2068נורה\u2069,');
    expect(html).toMatch(/<bdi[^>]*>נורה<\/bdi>/);
    expect(invitation('Bäckerei Öz').subject).not.toContain('\u2068');
  });

  it('become no links in any mail, in any language, whoever chose them', () => {
    const advert = 'Win at https://evil.example/now or www。evil。example';
    for (const mail of mailsOf(advert, 'evil.example')) {
      for (const language of languages) {
        const { subject, text, html } = renderMail(mail, language);
        for (const shown of [subject, text, documentOf(html).body.textContent ?? '']) {
          expect(shown, mail.kind).not.toMatch(/evil[.。]example|https:\/\/evil|www[.。]evil/);
        }
        expect(text).toContain('evil.\u2060example');
      }
    }
  });

  it('that are a whole email address are none that a mail program writes to', () => {
    for (const mail of mailsOf('win@evil.example', 'prize@evil.example')) {
      const { subject, text, html } = renderMail(mail, 'en');
      for (const shown of [subject, text, documentOf(html).body.textContent ?? ''])
        expect(shown, mail.kind).not.toMatch(/@evil|evil\.example/);
      expect(text).toContain('prize@\u2060evil.\u2060example');
    }
  });

  it('leave an address that the mail tells of as it is, to be copied', () => {
    const change = mailsOf('Northgate', 'Nora').find(({ kind }) => kind === 'email-changed');
    if (change?.kind !== 'email-changed') throw new Error('there is such a mail');
    expect(renderMail(change, 'en').text).toContain(change.newEmail);
  });
});

it.each([
  [1, ['1 hour.', '1 Stunde.', '1 hora.', '1 heure.']],
  [72, ['72 hours.', '72 Stunden.', '72 horas.', '72 heures.']],
])('a mail with a password that works for %d h says so in words that fit the number', (hours, words) => {
  const [password] = mailsOf('Northgate', 'Nora').flatMap((mail) =>
    mail.kind === 'one-time-password' ? [{ ...mail, hours }] : [],
  );
  if (!password) throw new Error('no mail has a password');
  for (const [at, language] of (['en', 'de', 'es', 'fr'] as const).entries())
    expect(renderMail(password, language).text).toContain(words[at]);
});

describe.each(languages)('what an earlier version queued, in %s', (language) => {
  const read = (stored: object) => renderMail(readMailContent(JSON.stringify(stored)), language).text;
  const base = { organizationName: 'Northgate Bakery', personName: 'Nora New' };

  it('says the usual time where none was stored', () => {
    const queued = [
      { ...base, kind: 'passkey-added', passkeyName: 'Phone' },
      {
        ...base,
        kind: 'one-time-password',
        password: 'tulip-anchor',
        signInLink: 'https://floorkey.example',
      },
    ];
    for (const text of queued.map(read)) {
      expect(text).toContain('72');
      expect(text).not.toContain('undefined');
    }
  });

  it('tells whoever took an address nothing of the passkeys of the account', () => {
    const addresses = { oldEmail: 'nora@northgate.example', newEmail: 'thief@example.com' };
    const text = read({
      ...{ ...base, ...addresses, kind: 'email-change-undone' },
      ...{ passkeysEnded: 1, passkeysOfLastHours: 72 },
    });
    expect(text).toContain('thief@example.com');
    expect(text).not.toMatch(/passkey|passkeys|Passkeys|clés? d’accès|claves? de acceso/i);
    expect(text).not.toContain('72');
  });
});
