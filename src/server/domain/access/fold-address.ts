// When two email addresses are one: case, Unicode forms, look-alike letters and the two spellings of a domain.
import { domainToASCII, domainToUnicode } from 'node:url';
import { fold } from '../../../contract/fields.ts';
import { replaceLookAlikes } from './look-alikes.ts';

/** The one spelling of a domain: look-alikes are found in its Unicode form, and hide in the other one. */
function foldDomain(domain: string): string {
  const seen = replaceLookAlikes(fold(domainToUnicode(domain) || domain));
  return domainToASCII(seen) || seen;
}

function foldOnce(email: string): string {
  const folded = replaceLookAlikes(fold(email));
  const at = folded.lastIndexOf('@');
  return at < 0 ? folded : `${folded.slice(0, at)}@${foldDomain(folded.slice(at + 1))}`;
}

/**
 * Makes the spellings of an address equal that a person takes for one. Dots and "+tags" count: whether they lead to the
 * same mailbox only its own server knows. It is for comparing alone: a mail always goes to the address as it is stored,
 * never to one that somebody typed (so that a look-alike can't catch another's mail).
 */
export function foldAddress(email: string): string {
  // Each step can lay bare work for another, such as a look-alike behind an "xn--" that was one itself.
  let folded = foldOnce(email);
  for (let again = foldOnce(folded); again !== folded; again = foldOnce(folded)) folded = again;
  return folded;
}
