// When two e-mail addresses are one: case, Unicode forms, look-alike letters and the two spellings of a domain.
import { domainToASCII } from 'node:url';
import { fold } from '../../contract/fields.ts';

/**
 * Makes the spellings of an address equal that a person takes for one. It is for comparing alone: a mail always goes to
 * the address as it is stored, never to one that somebody typed (so that a look-alike can't catch another's mail).
 */
export function foldAddress(email: string): string {
  const folded = fold(email);
  const at = folded.lastIndexOf('@');
  const domain = folded.slice(at + 1);
  return `${folded.slice(0, at)}@${domainToASCII(domain) || domain}`;
}
