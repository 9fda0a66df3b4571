// The fields that several endpoints share: names, addresses, PINs, passwords and ids, with words for a person.
import * as z from 'zod/mini';
import { languages } from './languages.ts';
import { idSchema } from './tablet-fields.ts';

export * from './tablet-fields.ts';

// Bidirectional overrides and controls can make one name look like another; joiners stay, since emoji and scripts need them.
const forbidden = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/u;

function oneLine(label: string, max: number) {
  return z.string({ error: `${label} must be text.` }).check(
    z.trim(),
    z.normalize('NFC'),
    z.maxLength(max, { error: `${label} can have at most ${max} characters.` }),
    z.refine((text) => text.isWellFormed() && !forbidden.test(text), {
      error: `${label} has a character that can’t be shown. Type it again.`,
    }),
  );
}

function required(label: string, max: number) {
  return oneLine(label, max).check(z.minLength(1, { error: `${label} is missing.` }));
}

export const organizationNameSchema = required('Organization name', 100);
export const deviceNameSchema = required('Device name', 60);
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

// What an address can't have without quotes (RFC 5322, section 3.2.3) is refused, since some of it could never be mailed;
// letters of every script are taken (RFC 6531).
const emailPattern = /^[^\s@"<>,;:()[\]\\]{1,64}@[^\s@"<>,;:()[\]\\]{1,255}$/u;
const emailFormat = 'This is not an email address. It looks like name@example.com.';
export const emailSchema = required('Email address', 254).check(
  z.regex(emailPattern, { error: emailFormat }),
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

/** As it is typed; the server checks it against the numbering plans. */
export const phoneSchema = required('Phone number', 40);

/** Makes two spellings of one address or name equal (UTS 39 would fold further; that is not done here). */
export function fold(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}
