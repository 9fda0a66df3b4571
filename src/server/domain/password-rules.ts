// Which passwords are refused although they are long enough.
import { dictionary } from '@zxcvbn-ts/language-common';
import { fieldProblem } from './problem-error.ts';

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
  throw fieldProblem(
    'validation_failed',
    field,
    'This password is on the lists that are tried first. Choose another one.',
  );
}
