// The fields of what a tablet calls: all that its pad loads of the fields.
import * as z from 'zod/mini';
import { readDigits } from './digits.ts';

/** Why somebody must choose a new PIN: theirs is a temporary one, a device that knew 10 bits of it was revoked, or PINs have another length now. */
export const pinChangeSchema = z.enum(['temporary', 'device-revoked', 'length']);
export type PinChange = z.infer<typeof pinChangeSchema>;

export const idSchema = z.uuid({ error: 'This is not an id.' });
/** From 1970 on, since not every clock and database can count further back. */
export const instantSchema = z.iso
  .datetime()
  .check(z.refine((text) => Date.parse(text) >= 0, { error: 'This is not a time.' }));
export const appVersionSchema = z.string().check(
  z.trim(),
  z.maxLength(40),
  z.refine((text) => text.isWellFormed() && !/\p{Cc}/u.test(text)),
);

export const pinLengthRange = { min: 4, max: 8 } as const;

/** Digits of any script, as a keyboard or a file brings them. */
export const pinSchema = z.string({ error: 'PIN must be text.' }).check(
  z.overwrite(readDigits),
  z.regex(new RegExp(`^[0-9]{${pinLengthRange.min},${pinLengthRange.max}}$`), {
    error: `A PIN has ${pinLengthRange.min} to ${pinLengthRange.max} digits.`,
  }),
);
