// The mails in English.
import type { EndedPasskeys } from '../mail-content.ts';
import type { MailTexts } from '../mail-texts.ts';
import { say } from '../sentence.ts';

const endOf = ({ passkeysEnded, passkeysOfLastHours }: EndedPasskeys) => {
  if (!passkeysEnded) return [];
  return passkeysOfLastHours
    ? [
        say`Passkeys added in the last ${String(passkeysOfLastHours)} hours no longer work. Older ones still do.`,
      ]
    : [say`Your account’s passkeys no longer work. Add new ones in Floorkey under “My User Account”.`];
};

export const en: MailTexts = {
  greet: (name) => say`Hello ${name},`,
  worksUntil: (moment) => say`The link works once, until ${moment}.`,
  copyLink: 'If the button does not work, copy this address into your browser:',
  enterCode: 'If the link does not work either, open this page and enter the code:',
  sentBy: (organizationName) =>
    say`This is an automated message from Floorkey for ${organizationName}. Please don’t reply.`,

  mails: {
    invitation: ({ organizationName, inviterName }) => ({
      subject: say`${inviterName} invites you to ${organizationName}`,
      paragraphs: [
        say`${inviterName} invites you to ${organizationName} on Floorkey.`,
        say`Accept the invitation and choose a password. Then sign in with this email address.`,
      ],
      button: 'Accept Invite',
      unexpected: say`If you didn’t expect this invitation, ignore this email. Nothing happens unless the link is opened.`,
    }),
    'password-reset': ({ organizationName, ...ended }) => ({
      subject: say`Choose a new password for ${organizationName}`,
      paragraphs: [
        say`Somebody, most likely you, asked to reset your password at ${organizationName}.`,
        ...endOf(ended),
      ],
      button: 'Choose a New Password',
      unexpected: say`If it wasn’t you, ignore this email: your password stays the same.`,
    }),
    'password-was-reset': ({ organizationName, ...ended }) => ({
      subject: say`Your password for ${organizationName} was changed`,
      paragraphs: [
        say`The password of your account at ${organizationName} was just reset with a link sent to this address.`,
        ...endOf(ended),
      ],
      unexpected: say`If it wasn’t you, use “Forgot password?” on the sign-in page now to choose a new one, and tell an admin of ${organizationName}.`,
    }),
    'one-time-password': ({ organizationName, password, hours, ...ended }) => ({
      subject: say`Your one-time password for ${organizationName}`,
      paragraphs: [
        say`An admin of ${organizationName} generated this password for you. Sign in with it and this email address, then choose your own.`,
        hours === 1
          ? say`The password works for 1 hour.`
          : say`The password works for ${String(hours)} hours.`,
        ...endOf(ended),
      ],
      secret: { label: 'One-time password', value: password },
      button: 'Sign In',
      unexpected: say`If you didn’t expect this email, tell an admin of ${organizationName} and don’t share the password.`,
    }),
    'changed-by-admin': ({ organizationName, change, ...ended }) => ({
      subject: say`Your sign-in at ${organizationName} was changed`,
      paragraphs: [
        {
          'password-made': say`An admin of ${organizationName} generated a new password for your account and can see it. They’ll give it to you, and you choose your own when you sign in with it.`,
          'password-removed': say`An admin of ${organizationName} removed your account’s password.`,
          'address-removed': say`An admin of ${organizationName} removed this email address from your account.`,
        }[change],
        say`The old password no longer works, and you were signed out everywhere.`,
        ...endOf(ended),
      ],
      unexpected: say`If you didn’t expect this, ask an owner of ${organizationName} now.`,
    }),
    'email-change': ({ organizationName, newEmail }) => ({
      subject: say`Confirm your new email address for ${organizationName}`,
      paragraphs: [
        say`You asked to use ${newEmail} for your account at ${organizationName}. Open the link to confirm the change.`,
      ],
      button: 'Confirm the New Address',
      unexpected: say`If you didn’t ask for this, ignore this email: nothing changes.`,
    }),
    'email-change-notice': ({ organizationName, newEmail }) => ({
      subject: say`Your email address for ${organizationName} is about to change`,
      paragraphs: [
        say`Somebody, most likely you, asked to change the email address of your account at ${organizationName} to ${newEmail}.`,
        say`If that was you, there’s nothing to do here: open the link in the email to the new address.`,
      ],
      button: 'Stop This Change',
      unexpected: say`If it wasn’t you, stop the change with the button, then choose a new password. Whoever asked for it knew your password.`,
    }),
    'email-changed': ({ organizationName, oldEmail, newEmail, byAdmin, ...ended }) => ({
      subject: say`Your email address for ${organizationName} was changed`,
      paragraphs: [
        say`The email address of your account at ${organizationName} is now ${newEmail}. It was ${oldEmail}.`,
        byAdmin
          ? say`An admin of ${organizationName} made this change. From now on, sign in with the new address.`
          : say`From now on, sign in with the new address. Your password stays the same.`,
        ...endOf(ended),
      ],
      unexpected: byAdmin
        ? say`If you didn’t expect it, ask an admin of ${organizationName} now.`
        : say`If it wasn’t you, open the link in the notice we sent to ${oldEmail}, or tell an admin of ${organizationName} now.`,
    }),
    'email-change-undone': ({ organizationName, oldEmail, newEmail }) => ({
      subject: say`Your email address for ${organizationName} was restored`,
      paragraphs: [
        say`The change of your email address at ${organizationName} from ${oldEmail} to ${newEmail} was undone with the link sent to ${oldEmail}.`,
        say`Sign in with ${oldEmail} again. Your password no longer works; a link to choose a new one was sent to ${oldEmail}.`,
      ],
      unexpected: say`If it wasn’t you, tell an admin of ${organizationName} now.`,
    }),
    'passkey-added': ({ organizationName, passkeyName, hours }) => ({
      subject: say`A passkey was added to your account at ${organizationName}`,
      paragraphs: [
        say`The passkey ${passkeyName} was just added to your account at ${organizationName}. Whoever has it can sign in as you without your password.`,
      ],
      unexpected: say`If it wasn’t you, choose a new password with “Forgot password?” on the sign-in page now (within ${String(hours)} hours, that also removes this passkey), and tell an admin of ${organizationName}.`,
    }),
    'passkey-removed': ({ organizationName, passkeyName }) => ({
      subject: say`A passkey was removed from your account at ${organizationName}`,
      paragraphs: [
        say`The passkey ${passkeyName} was just removed from your account at ${organizationName} and no longer works. Delete it from your device, too.`,
      ],
      unexpected: say`If it wasn’t you, choose a new password with “Forgot password?” on the sign-in page now, and tell an admin of ${organizationName}.`,
    }),
    'offline-review': ({ organizationName, deviceName }) => ({
      subject: say`A PIN on ${deviceName} at ${organizationName} was wrong`,
      paragraphs: [
        say`While the device ${deviceName} of ${organizationName} was offline, it let somebody in whose PIN turned out to be wrong or can’t be checked. It counts like any other wrong PIN.`,
        say`Review what was done in that session, and accept or reject it. If the device may be in the wrong hands, revoke it.`,
      ],
      button: 'Review',
      unexpected: say`You get this email because you can revoke devices of ${organizationName}. It’s sent at most once a day per device.`,
    }),
    'sign-up': ({ organizationName }) => ({
      subject: say`Confirm your new organization on Floorkey`,
      paragraphs: [
        say`Somebody, most likely you, wants to create the organization ${organizationName} with this email address. To create it, open the link and choose a password.`,
      ],
      button: 'Create the Organization',
      unexpected: say`If it wasn’t you, ignore this email: nothing is created.`,
    }),
    test: ({ organizationName }) => ({
      subject: say`Test email from ${organizationName}`,
      paragraphs: [say`Emails from Floorkey for ${organizationName} arrive at this address.`],
      unexpected: say`You get this email because you chose “Send a test email” in the settings of ${organizationName}.`,
    }),
  },
};
