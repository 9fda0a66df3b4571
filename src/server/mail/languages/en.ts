// The mails in English.
import type { EndedPasskeys } from '../mail-content.ts';
import type { MailTexts } from '../mail-texts.ts';
import { say } from '../sentence.ts';

const endOf = ({ passkeysEnded, passkeysOfLastHours }: EndedPasskeys) => {
  if (!passkeysEnded) return [];
  return passkeysOfLastHours
    ? [
        say`Passkeys that were added in the last ${String(passkeysOfLastHours)} hours no longer work. Older ones still do.`,
      ]
    : [say`The passkeys of your account no longer work. Add new ones in Floorkey under “My User Account”.`];
};

export const en: MailTexts = {
  greet: (name) => say`Hello ${name},`,
  worksUntil: (moment) => say`The link works once, until ${moment}.`,
  copyLink: 'If the button does not work, copy this address into your browser:',
  sentBy: (organizationName) =>
    say`This is an automated message from Floorkey for ${organizationName}. Please don’t reply.`,

  mails: {
    invitation: ({ organizationName, inviterName }) => ({
      subject: say`${inviterName} invites you to ${organizationName}`,
      paragraphs: [
        say`${inviterName} invites you to ${organizationName} on Floorkey.`,
        say`Accept the invitation and choose a password. From then on you sign in with this email address.`,
      ],
      button: 'Accept Invite',
      unexpected: say`If you did not expect this invitation, delete this mail. Nothing happens unless the link is opened.`,
    }),
    'password-reset': ({ organizationName }) => ({
      subject: say`Choose a new password for ${organizationName}`,
      paragraphs: [say`Somebody, most likely you, asked for a new password at ${organizationName}.`],
      button: 'Choose a New Password',
      unexpected: say`If it was not you, delete this mail: your password stays as it is.`,
    }),
    'password-was-reset': ({ organizationName, ...ended }) => ({
      subject: say`Your password for ${organizationName} was changed`,
      paragraphs: [
        say`A new password was just chosen for your account at ${organizationName}, by a link that was sent to this address.`,
        ...endOf(ended),
      ],
      unexpected: say`If it was not you, ask for a new password with “Forgot password?” on the sign-in page now, and tell an admin of ${organizationName}.`,
    }),
    'one-time-password': ({ organizationName, password, hours, ...ended }) => ({
      subject: say`Your one-time password for ${organizationName}`,
      paragraphs: [
        say`An admin of ${organizationName} had this password made for you. Sign in with it and this email address; you then choose a password of your own.`,
        hours === 1
          ? say`The password works for 1 hour.`
          : say`The password works for ${String(hours)} hours.`,
        ...endOf(ended),
      ],
      secret: { label: 'One-time password', value: password },
      button: 'Sign In',
      unexpected: say`If you did not expect this mail, tell an admin of ${organizationName} and don’t pass the password on.`,
    }),
    'changed-by-admin': ({ organizationName, change, ...ended }) => ({
      subject: say`Your sign-in at ${organizationName} was changed`,
      paragraphs: [
        {
          'password-made': say`An admin of ${organizationName} had a new password made for your account and can read it. It is theirs to pass on to you, and you choose another when you sign in with it.`,
          'password-removed': say`An admin of ${organizationName} removed the password of your account.`,
          'address-removed': say`An admin of ${organizationName} removed this email address from your account.`,
        }[change],
        say`The old password no longer works, and you were signed out everywhere.`,
        ...endOf(ended),
      ],
      unexpected: say`If you did not expect this, ask an owner of ${organizationName} now.`,
    }),
    'email-change': ({ organizationName, newEmail }) => ({
      subject: say`Confirm your new email address for ${organizationName}`,
      paragraphs: [
        say`You asked to use ${newEmail} for your account at ${organizationName}. It takes effect when you open the link.`,
      ],
      button: 'Confirm the New Address',
      unexpected: say`If you did not ask for this, delete this mail: nothing changes.`,
    }),
    'email-change-notice': ({ organizationName, newEmail }) => ({
      subject: say`Your email address for ${organizationName} is to be changed`,
      paragraphs: [
        say`Somebody, most likely you, asked to change the address of your account at ${organizationName} to ${newEmail}.`,
        say`If that was you, there is nothing to do here: open the link in the mail to the new address.`,
      ],
      button: 'Stop This Change',
      unexpected: say`If it was not you, stop the change with the button and then choose a new password. Whoever asked for it knew your password.`,
    }),
    'email-changed': ({ organizationName, oldEmail, newEmail, byAdmin, ...ended }) => ({
      subject: say`Your email address for ${organizationName} was changed`,
      paragraphs: [
        say`Your account at ${organizationName} now has the address ${newEmail}. Until now it was ${oldEmail}.`,
        byAdmin
          ? say`An admin of ${organizationName} made this change. From now on you sign in with the new address.`
          : say`From now on you sign in with the new address. The password is the same.`,
        ...endOf(ended),
      ],
      unexpected: byAdmin
        ? say`If you did not expect it, ask an admin of ${organizationName} now.`
        : say`If it was not you, open the link in the notice that went to ${oldEmail} before, or tell an admin of ${organizationName} now.`,
    }),
    'email-change-undone': ({ organizationName, oldEmail, newEmail, ...ended }) => ({
      subject: say`Your email address for ${organizationName} was put back`,
      paragraphs: [
        say`The change of the address of your account at ${organizationName} from ${oldEmail} to ${newEmail} was undone, by the link that was sent to ${oldEmail}.`,
        say`Sign in with ${oldEmail} again. The password no longer works; the link to a new one went to ${oldEmail}.`,
        ...endOf(ended),
      ],
      unexpected: say`If it was not you, tell an admin of ${organizationName} now.`,
    }),
    'passkey-added': ({ organizationName, passkeyName, hours }) => ({
      subject: say`A passkey was added to your account at ${organizationName}`,
      paragraphs: [
        say`The passkey ${passkeyName} was just added to your account at ${organizationName}. Whoever has it can sign in as you without the password.`,
      ],
      unexpected: say`If it was not you, choose a new password with “Forgot password?” on the sign-in page now (within ${String(hours)} hours that ends this passkey), and tell an admin of ${organizationName}.`,
    }),
    'passkey-removed': ({ organizationName, passkeyName }) => ({
      subject: say`A passkey was removed from your account at ${organizationName}`,
      paragraphs: [
        say`The passkey ${passkeyName} was just removed from your account at ${organizationName} and no longer signs in. Delete it where it is kept, too.`,
      ],
      unexpected: say`If it was not you, choose a new password with “Forgot password?” on the sign-in page now, and tell an admin of ${organizationName}.`,
    }),
    'offline-review': ({ organizationName, deviceName }) => ({
      subject: say`A PIN on ${deviceName} at ${organizationName} was wrong`,
      paragraphs: [
        say`While it was without its server, the tablet ${deviceName} of ${organizationName} let somebody in whose PIN turned out to be wrong or can’t be checked. The guess counts like every other wrong PIN.`,
        say`Look at what was done in that session and accept or reject it. If the tablet may be in the wrong hands, revoke it.`,
      ],
      button: 'Review',
      unexpected: say`You get this mail because you may revoke devices of ${organizationName}. It comes once a day for a tablet at most.`,
    }),
    'sign-up': ({ organizationName }) => ({
      subject: say`Confirm your new organization on Floorkey`,
      paragraphs: [
        say`Somebody, most likely you, wants to create the organization ${organizationName} with this email address. It is created when you open the link and choose a password.`,
      ],
      button: 'Create the Organization',
      unexpected: say`If it was not you, delete this mail: nothing is created.`,
    }),
  },
};
