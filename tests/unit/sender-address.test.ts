// The address that mails come from.
import { expect, it } from 'vitest';
import { senderAddress } from '../../src/server/mail/sender-address.ts';

it.each([
  [null, 'floorkey@door.example.com'],
  ['mail@example.com', 'mail@example.com'],
  [' mail@example.com ', 'mail@example.com'],
  ['Front Door <mail@example.com>', 'mail@example.com'],
  ['"Door, front" <mail@example.com> ', 'mail@example.com'],
])('is, with MAIL_FROM %s, %s', (mailFrom, address) => {
  expect(senderAddress({ env: { mailFrom }, publicUrl: 'https://door.example.com:8443' })).toBe(address);
});
