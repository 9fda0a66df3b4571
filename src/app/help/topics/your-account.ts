// Help: one's own account.
import { linkMinutes, sayMinutes } from '../../../contract/durations.ts';
import type { HelpTopic } from '../topic.ts';

export const yourAccount: HelpTopic = {
  id: 'your-account',
  title: 'Your own account',
  lead: 'The menu with your name, at the top right → “My User Account”.',
  sections: [
    {
      title: 'Name and language',
      text: [
        '“About you” holds your name and the language of the mails to you; the screens are in English. Your username and role are changed by whoever manages users.',
      ],
    },
    {
      title: 'PIN',
      points: [
        '“Change PIN” asks for the current one and for the new one twice. Without a PIN, “Set PIN” asks for your password.',
        'The new one works at once, and a tablet where you are signed in goes back to the pad.',
        'At the tablet: “Change PIN” after signing in. Disabled after too many wrong tries? A manager gives you a new one.',
      ],
    },
    {
      title: 'Password',
      points: [
        '“Change password” asks for the current one. Your other sessions end, on tablets, too, unless you choose to stay signed in there.',
        'A change of your email address that is still open ends with the old password, whatever you choose: ask for it again.',
        `Forgotten: “Forgot password?” on the sign-in page sends a link that works for ${sayMinutes(linkMinutes['password-reset'])}.`,
      ],
    },
    {
      title: 'Passkeys',
      text: [
        'With a passkey you sign in by fingerprint, face or screen lock, without address and password, and confirm important changes.',
      ],
      points: [
        '“Passkeys” → “Add a passkey”, on your own phone or computer, or with a security key. Not on a shared tablet: whoever unlocks it could use it.',
        'You may have several. The pencil gives one a name; a mail tells you of every one that comes or goes.',
        'Lost the phone? Sign in with the password and press “Remove”. That also signs you out wherever else you used a passkey.',
        'Does your organization require one? Then the password opens nothing alone: use your passkey after it, or sign in with the passkey only. The first one is added after the password; the last one can’t be removed.',
        'Lost a required one, and no other left? An owner, or an admin who may do more than you, opens you in Users and makes a password for you, or takes yours away and invites you again. That ends your passkeys; you add a new one when you sign in.',
        `A change of your password leaves them. “Forgot password?” ends them all, in case somebody else added one: add yours again. Required ones stay, unless they were added in the last ${sayMinutes(linkMinutes['email-change-stop'])}.`,
        'No “Sign in with a passkey” on the sign-in page? Then this browser can’t use them.',
      ],
    },
    {
      title: 'Email address',
      steps: [
        '“Request Email Change”: the new address twice, and your password.',
        `Open the link in the mail to the new address within ${sayMinutes(linkMinutes['email-change'])}. Only then does it change.`,
        'A mail to the old address says so, too, with a link that stops the change or takes it back.',
      ],
      points: ['Admins change their own address here, too: in Users that is done for others only.'],
    },
    {
      title: 'Where you are signed in',
      text: [
        'The list shows every browser, with when you signed in and last used it and its address in the network, and every tablet where you are in with your PIN, with its name and since when. “Sign out” asks for your password and ends one that you don’t know or no longer use; then change your password.',
      ],
    },
  ],
};
