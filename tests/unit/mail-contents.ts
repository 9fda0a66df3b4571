// One mail of each kind, with names that try to break out.
import type { MailContent } from '../../src/server/mail/mail-content.ts';

const link = 'https://floorkey.example.com/invite#code=b8f7.AbC-d_1';
const expiresAt = '2026-11-25T14:05:00.000Z';

/** A mail of each kind. */
export function mailsOf(organizationName: string, personName: string): readonly MailContent[] {
  const base = { organizationName, personName };
  const newEmail = 'nora.new@northgate.example';
  return [
    { ...base, kind: 'invitation', inviterName: 'Olive Owner', link, expiresAt },
    { ...base, kind: 'password-reset', link, expiresAt },
    { ...base, kind: 'password-was-reset', passkeysEnded: 1 },
    { ...base, kind: 'password-was-reset', passkeysEnded: 2, passkeysOfLastHours: 72 },
    {
      ...base,
      kind: 'one-time-password',
      hours: 72,
      password: 'tulip-anchor-<7>-velvet',
      signInLink: 'https://floorkey.example.com/sign-in',
    },
    { ...base, kind: 'changed-by-admin', change: 'password-made' },
    { ...base, kind: 'changed-by-admin', change: 'password-removed' },
    { ...base, kind: 'changed-by-admin', change: 'address-removed' },
    { ...base, kind: 'email-change', newEmail, link, expiresAt },
    { ...base, kind: 'email-change-notice', newEmail, link, expiresAt },
    { ...base, kind: 'email-changed', oldEmail: 'nora@northgate.example', newEmail },
    {
      ...base,
      kind: 'email-changed',
      oldEmail: 'nora@northgate.example',
      newEmail,
      byAdmin: true,
      passkeysEnded: 1,
    },
    { ...base, kind: 'email-change-undone', oldEmail: 'nora@northgate.example', newEmail },
    { ...base, kind: 'passkey-added', passkeyName: 'Chrome on Windows', hours: 72 },
    { ...base, kind: 'passkey-removed', passkeyName: 'Phone & <key>' },
    {
      ...base,
      kind: 'offline-review',
      deviceName: 'Counter <1>',
      link: 'https://floorkey.example.com/settings/devices?review=b8f7',
    },
    { ...base, kind: 'sign-up', link, expiresAt },
    { ...base, kind: 'test' },
  ];
}
