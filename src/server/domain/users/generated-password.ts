// Passwords that the system makes, for users to type from a screen, a mail or paper.
import { randomInt } from 'node:crypto';

// Without letters and digits that look alike on paper.
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789';

/** 20 random characters in groups of five: 99 bits. */
export function makePassword(): string {
  const group = () => Array.from({ length: 5 }, () => alphabet[randomInt(alphabet.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
}
