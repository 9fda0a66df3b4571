// Which new passwords are refused: shorter than the organization wants, common, or made of what an attacker knows.
import { dictionary } from '@zxcvbn-ts/language-common';
import { askForCharacters } from '../../../contract/fields.ts';
import type { Context } from '../../context.ts';
import { fieldProblem } from '../access/problem-error.ts';
import { readDemands } from './required-passkey.ts';

/** Whose password it is to be: what somebody who guesses would try first. */
export type PasswordAbout = {
  firstName?: string | undefined;
  lastName?: string | undefined;
  username?: string | undefined;
  email?: string | null | undefined;
  organizationName?: string | undefined;
};

let common: ReadonlySet<string> | null = null;

// Read at the first use: most starts never need the list.
function commonPasswords(): ReadonlySet<string> {
  common ??= new Set(dictionary['passwords-common'].map((password) => String(password).toLowerCase()));
  return common;
}

function isRepetition(password: string): boolean {
  return [1, 2, 3, 4, 6].some(
    (length) => password === password.slice(0, length).repeat(password.length).slice(0, password.length),
  );
}

/**
 * Refuses passwords that are guessed first (NIST SP 800-63B, section 3.1.1.2: a list of common ones).
 * @throws ProblemError `validation_failed` at `field`
 */
export function requireUncommonPassword(password: string, field: string): void {
  const folded = password.normalize('NFKC').toLowerCase();
  const isCommon = commonPasswords().has(folded) || commonPasswords().has(folded.replace(/[\d\W_]+$/, ''));
  if (!isCommon && !isRepetition(folded)) return;
  throw fieldProblem('validation_failed', field, 'This password is too common. Choose another one.');
}

// Case, accents, digits and signs make a word no harder to guess.
const keepLetters = (text: string) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}]/gu, '');

const leastWordLetters = 3;
/** With this many letters besides the known words, a password is no longer "nearly" made of them. */
const leastOwnLetters = 4;

function knownWords({ firstName, lastName, username, email, organizationName }: PasswordAbout): string[] {
  const localPart = email?.slice(0, email.lastIndexOf('@'));
  const texts = [firstName, lastName, username, localPart, organizationName, 'floorkey'].flatMap((text) =>
    text ? [text, ...text.split(/[^\p{L}\p{M}]+/u)] : [],
  );
  const words = new Set(texts.map(keepLetters).filter((word) => word.length >= leastWordLetters));
  return [...words].sort((a, b) => b.length - a.length);
}

/**
 * Refuses passwords that are nearly nothing but the user's or the organization's names or the address (NIST SP 800-63B,
 * section 3.1.1.2: context-specific words). Words are taken as they are written: not in reverse, nor with 0 for o.
 * @throws ProblemError `validation_failed` at `field`
 */
export function requireUnknownPassword(password: string, field: string, about: PasswordAbout): void {
  const letters = keepLetters(password);
  const left = knownWords(about).reduce((rest, word) => rest.replaceAll(word, ''), letters);
  if (left === letters || left.length >= leastOwnLetters) return;
  throw fieldProblem(
    'validation_failed',
    field,
    'This password consists of names that others know: yours, your organization’s or your email address. Add other words.',
  );
}

/**
 * All that a new password must fit. It reads the organization by itself, so call it before the transaction.
 * @throws ProblemError `validation_failed` at `field`
 */
export async function requireFittingPassword(
  { database }: Pick<Context, 'database'>,
  organizationId: string,
  password: string,
  field: string,
  about: PasswordAbout & { id: string },
): Promise<void> {
  const { organizationName, passwordMinLength: least } = await database.inOrganization(organizationId, (tx) =>
    readDemands(tx, about.id),
  );
  if (password.length < least) throw fieldProblem('validation_failed', field, askForCharacters(least));
  requireUncommonPassword(password, field);
  requireUnknownPassword(password, field, { organizationName, ...about });
}
