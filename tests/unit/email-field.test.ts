// Which email addresses are taken: all that a mail can be sent to, in every script, and none that it can't.
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { emailSchema } from '../../src/contract/fields.ts';

it.each([
  'ada@northgate.example',
  ' ada@northgate.example ',
  "o'neil+floor.2@mail.northgate.example",
  'a!#$%&*/=?^_`{|}~-@northgate.example',
  'zoë@bücher.example',
  '用户@例子.example',
  'floorkey@localhost',
])('takes %s', (email) => {
  expect(z.parse(emailSchema, email)).toBe(email.trim());
});

const refused = [...'"<>,;:()[]\\@ \t\u00a0'];

it.each(refused.flatMap((one) => [`a${one}b@northgate.example`, `ada@north${one}gate.example`]))(
  'refuses %j, and says how one looks',
  (email) => {
    const { success, error } = z.safeParse(emailSchema, email);
    expect(success).toBe(false);
    // A tab is a character that no line of text may have, and is named as that, too.
    expect(error?.issues.map(({ message }) => message)).toContain(
      'This is not an email address. It looks like name@example.com.',
    );
  },
);

it.each([
  'ada',
  '@northgate.example',
  'ada@',
  'Ada <ada@northgate.example>',
  `${'a'.repeat(65)}@northgate.example`,
])('refuses %s', (email) => {
  expect(z.safeParse(emailSchema, email).success).toBe(false);
});
