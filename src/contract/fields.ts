// The fields that several endpoints share: names, addresses, PINs, passwords and ids, with words for a person.
import * as z from 'zod/mini';
import { languages } from './languages.ts';
import { isSeen, keepSeen } from './seen-text.ts';
import { idSchema } from './tablet-fields.ts';

export * from './tablet-fields.ts';

/** What every text goes through that is one line: it is read as it is seen, and what can't be shown at all is refused. */
function line(label: string, max: number, form: 'NFC' | 'NFKC') {
  return [
    z.overwrite<string>((text) => keepSeen(text.normalize(form)).normalize('NFC')),
    // Nothing that comes after it may take longer the longer a text is.
    z.maxLength(max, { error: `${label} can have at most ${max} characters.`, abort: true }),
    z.refine<string>((text) => text.isWellFormed() && !/\p{Cc}/u.test(text), {
      error: `${label} has a character that can’t be shown. Type it again.`,
    }),
  ] as const;
}

/** What is there has to be seen: a name of nothing but unseen characters would be an empty button. */
function present(label: string) {
  return [
    z.refine<string>((text) => text.trim() !== '', { error: `${label} is missing.`, abort: true }),
    z.refine<string>(isSeen, {
      error: `${label} has only characters that nobody sees. Type it again.`,
      abort: true,
    }),
  ] as const;
}

function oneLine(label: string, max: number) {
  return z.string({ error: `${label} must be text.` }).check(...line(label, max, 'NFC'));
}

function required(label: string, max: number) {
  return z.string({ error: `${label} must be text.` }).check(...present(label), ...line(label, max, 'NFC'));
}

export const organizationNameSchema = required('Organization name', 100);
export const deviceNameSchema = required('Device name', 60);
export const appNameSchema = required('App name', 40);
export const usernameSchema = required('Username', 64);
export const givenNameSchema = oneLine('First name', 100);
export const familyNameSchema = oneLine('Last name', 100);
export const requiredGivenNameSchema = required('First name', 100);
export const requiredFamilyNameSchema = required('Last name', 100);
export const roleNameSchema = required('Name of the role', 60);
export const unitNameSchema = required('Name of the unit', 60);
export const partnerNameSchema = required('Name of the partner', 100);
export const passkeyNameSchema = required('Name of the passkey', 60);
export const contactNameSchema = oneLine('Contact', 100);
export const languageSchema = z.enum(languages, { error: 'Choose one of the languages.' });
export const linkCodeSchema = z
  .string({ error: 'The code of a link must be text.' })
  .check(z.minLength(1, { error: 'The code of the link is missing.' }), z.maxLength(200));
export const reasonSchema = required('Reason', 200);
export const searchSchema = oneLine('Search', 100);

const emailFormat = 'This is not an email address. It looks like name@example.com.';

/** An address that is only compared, at a sign-in: an old one may be spelled as today's rules refuse. */
export const knownEmailSchema = required('Email address', 254).check(
  z.regex(/^[^\s@"<>,;:()[\]\\]{1,64}@[^\s@"<>,;:()[\]\\]{1,255}$/u, { error: emailFormat }),
);

// A dot-atom (RFC 5322, section 3.2.3) with letters of every script (RFC 6531), and the names of a host (RFC 5890), since
// nothing else could be mailed. Whether the host's letters go together only the server can tell.
const atom = "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+";
const hostLabel = '[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]{0,61}[\\p{L}\\p{M}\\p{N}])?';
const emailPattern = new RegExp(
  `^(?=[^@]{1,64}@)${atom}(?:\\.${atom})*@${hostLabel}(?:\\.${hostLabel})*$`,
  'u',
);

/** What is wrong with an address, in words for what people paste or slip on; `null`: nothing. */
function findEmailFlaw(text: string): string | null {
  if (/^['‘’“”`].*@|@.*['‘’“”`]$/u.test(text))
    return 'Leave out the quotation marks around the email address.';
  if (emailPattern.test(text)) return null;
  const [local = '', host = '', more] = text.split('@');
  const isDotted = [local, host].some((part) => /^\.|\.$|\.\./.test(part)) && more === undefined;
  return isDotted && host !== '' ? 'There is a dot too many in this email address.' : emailFormat;
}

export const emailSchema = z.string({ error: 'Email address must be text.' }).check(
  ...present('Email address'),
  ...line('Email address', 254, 'NFKC'),
  z.check<string>((payload) => {
    const message = findEmailFlaw(payload.value);
    if (message) payload.issues.push({ code: 'custom', message, input: payload.value });
  }),
);

/** How many characters a new password has: it may be all that somebody signs in with (NIST SP 800-63B-4, section 3.1.1.2). */
export const passwordLengthRange = { min: 15, max: 128 } as const;

/** How many it has where a passkey must come beside it (the same section asks for 8). */
export const leastBesidePasskey = 12;

/** What is said of a new password that is too short. */
export function askForCharacters(least: number): string {
  return `Use at least ${least} characters. A few words in a row are easy to keep in mind.`;
}

function newPassword(least: number) {
  return z.string({ error: 'Password must be text.' }).check(
    z.minLength(least, { error: askForCharacters(least) }),
    z.maxLength(passwordLengthRange.max, { error: `Use at most ${passwordLengthRange.max} characters.` }),
    z.refine((text) => text.isWellFormed() && !text.includes('\0'), {
      error: 'The password has a character that can’t be stored. Type it again.',
    }),
  );
}

/** The first password of an organization; no composition rules (NIST SP 800-63B-4, section 3.1.1.2). */
export const firstPasswordSchema = newPassword(passwordLengthRange.min);

/** A new password of somebody in an organization, which asks for more characters of those whom it asks for no passkey. */
export const newPasswordSchema = newPassword(leastBesidePasskey);

/** A password that is only compared: an old one may be shorter than today's rules. */
export const passwordSchema = z
  .string({ error: 'Password must be text.' })
  .check(
    z.minLength(1, { error: 'Enter your password.' }),
    z.maxLength(128, { error: 'The password is wrong.' }),
  );

/** The units that one user may be limited to; more of them are one unit above. */
export const userUnitsMost = 50;
export const tooManyUnits = `At most ${userUnitsMost} units for one user. Choose a unit above them.`;
export const unitIdsSchema = z.array(idSchema).check(z.maxLength(userUnitsMost, { error: tooManyUnits }));

/** What is said of an address that is none. */
export const addressForm = 'Write the whole address, such as https://orders.example.com/.';

/** The address of something on the web, as it is typed: no name or password in it, and no fragment. The server reads it once more. */
export const appAddressSchema = required('Address', 1000).check(
  z.regex(/^https?:\/\/[^\s/?#@\\]+([/?][^\s#]*)?$/i, { error: addressForm }),
);

/** As it is typed; the server checks it against the numbering plans. */
export const phoneSchema = required('Phone number', 40);

/** Makes two spellings of one address or name equal (UTS 39 would fold further; that is not done here). */
export function fold(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}
