// What fields make of characters that nobody sees: left out where the rest means something, refused in plain words where not.
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import {
  deviceNameSchema,
  emailSchema,
  givenNameSchema,
  knownEmailSchema,
  organizationNameSchema,
  partnerNameSchema,
  passkeyNameSchema,
  phoneSchema,
  reasonSchema,
  roleNameSchema,
  searchSchema,
  unitNameSchema,
  usernameSchema,
} from '../../src/contract/fields.ts';
import { foldUsername } from '../../src/server/domain/access/look-alikes.ts';
import { readPhoneNumber } from '../../src/server/domain/access/phone-number.ts';
import {
  keptAddresses,
  names,
  numbers,
  refusedAddresses,
  sameUsernames,
  unseenNames,
} from './typed-text-cases.ts';

const required = {
  Username: usernameSchema,
  'Organization name': organizationNameSchema,
  'Device name': deviceNameSchema,
  'Name of the role': roleNameSchema,
  'Name of the unit': unitNameSchema,
  'Name of the partner': partnerNameSchema,
  'Name of the passkey': passkeyNameSchema,
  Reason: reasonSchema,
  'Phone number': phoneSchema,
};

const says = (schema: z.ZodMiniType, typed: string) =>
  z.safeParse(schema, typed).error?.issues.map(({ message }) => message);

it('an address as long as a request can be is too long, and is looked at no further', () => {
  for (const one of ['@', "'", 'a.', 'ﷺ']) {
    expect(says(emailSchema, one.repeat(20_000))).toEqual(['Email address can have at most 254 characters.']);
  }
});

describe('a name', () => {
  it.each(names)('with %s is kept as it is seen', (_, typed, kept) => {
    for (const schema of [...Object.values(required), givenNameSchema, searchSchema]) {
      expect(z.parse(schema, typed)).toBe(kept);
      expect(z.parse(schema, kept)).toBe(kept);
    }
  });

  it.each(unseenNames)('of %s is refused in words that say which', (_, typed, message) => {
    for (const [label, schema] of Object.entries(required)) {
      expect(says(schema, typed)).toEqual([`${label} ${message}`]);
    }
  });

  it('that may be missing is empty when nothing is seen of it', () => {
    expect(z.parse(givenNameSchema, '\u200b\u3164')).toBe('');
  });
});

describe('an email address', () => {
  it.each(keptAddresses)('%j is kept as %j', (typed, kept) => {
    expect(z.parse(emailSchema, typed)).toBe(kept);
  });

  it.each(refusedAddresses)('%j is refused: %s', (typed, message) => {
    expect(says(emailSchema, typed)).toEqual([message]);
  });

  it.each(
    [...'"<>,;:()[]\\@ \t\u00a0'].flatMap((one) => [`a${one}b@north.example`, `a@no${one}rth.example`]),
  )('%j is refused, and it is said how one looks', (email) => {
    expect(says(emailSchema, email)).toEqual([
      'This is not an email address. It looks like name@example.com.',
    ]);
  });

  it('that an older version took still signs in', () => {
    for (const email of ['a@b..c', 'a@b.']) expect(z.parse(knownEmailSchema, email)).toBe(email);
  });
});

it.each(numbers)('a phone number with %s is read', (_, typed) => {
  expect(readPhoneNumber(typed, 'international')).toBe('+4930901820');
});

it.each(sameUsernames)('a username with %s is the one that it looks like', (_, username) => {
  expect(foldUsername(username)).toBe(foldUsername('again'));
});
