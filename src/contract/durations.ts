// How long things last that the server counts and texts tell of: each stands here once.
const hour = 60;

/** How long the link in a mail works, in minutes. */
export const linkMinutes = {
  invitation: 72 * hour,
  'password-reset': 10,
  'email-change': 60,
  'email-change-stop': 72 * hour,
  'sign-up': 24 * hour,
} as const;

/** So long the mailbox still ends a passkey that is required, in hours: as long as it takes back a change of address. */
export const unsettledHours = linkMinutes['email-change-stop'] / hour;

/** How long a code works by which a tablet is paired, in minutes. */
export const pairingCodeMinutes = 10;

/** How long a password or passkey that was entered counts as a step-up, in minutes. */
export const stepUpMinutes = 5;

/** How long a PIN session lasts at most, in hours: a tablet locks itself long before, but not one that was switched off. */
export const pinSessionHours = 12;

/** How often a tablet asks for changes that hears of none, in seconds. */
export const pollSeconds = 30;

/** "10 minutes", "1 hour", "72 hours". */
export function sayMinutes(minutes: number): string {
  const [count, unit] = minutes % hour === 0 ? [minutes / hour, 'hour'] : [minutes, 'minute'];
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`;
}
