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
        '“About you” holds your name and the language of emails to you; the screens are in English. Whoever manages users can change your username and role.',
      ],
    },
    {
      title: 'PIN',
      points: [
        '“Change PIN” asks for the current one and for the new one twice. Without a PIN, “Set PIN” asks for your password.',
        'The new one works immediately, and a tablet where you’re signed in goes back to the pad.',
        'At the tablet: “Change PIN” after signing in. Disabled after too many wrong tries? A manager gives you a new one.',
      ],
    },
    {
      title: 'Password',
      points: [
        '“Change password” asks for the current one. Your other sessions end, on tablets, too, unless you choose to keep them.',
        'It always cancels an open change of your email address: request it again.',
        `Forgotten: “Forgot password?” on the sign-in page sends a link that works for ${sayMinutes(linkMinutes['password-reset'])}.`,
      ],
    },
    {
      title: 'Passkeys',
      text: [
        'With a passkey you sign in with your fingerprint, face or screen lock, without email address and password, and confirm important changes.',
      ],
      points: [
        '“Passkeys” → “Add a passkey”, on your own phone or computer, or with a security key. Not on a shared tablet: anyone who unlocks it could use it.',
        'You can have several. The pencil renames one; we email you whenever one is added or removed.',
        'Lost the phone? Sign in with the password and press “Remove”. That also signs you out wherever else you used a passkey.',
        'Does your organization require one? Then the password alone isn’t enough: use your passkey after it, or sign in with only the passkey. You add the first one after the password; the last one can’t be removed.',
        'Lost your only required one? An owner, or an admin with a higher role, opens you in Users and generates a password for you, or removes yours and invites you again. That removes your passkeys; you add a new one when you sign in.',
        `Changing your password keeps them. “Forgot password?” removes them all, in case somebody else added one: add yours again. Required ones stay, unless they were added in the last ${sayMinutes(linkMinutes['email-change-stop'])}.`,
        'No “Sign in with a passkey” on the sign-in page? Then this browser can’t use them.',
      ],
    },
    {
      title: 'Email address',
      steps: [
        '“Request Email Change”: the new address twice, and your password.',
        `Open the link in the email to the new address within ${sayMinutes(linkMinutes['email-change'])}. Only then does the address change.`,
        'We also email the old address, with a link that stops or undoes the change.',
      ],
      points: ['Admins change their own address here, too, not in Users.'],
    },
    {
      title: 'Where you’re signed in',
      text: [
        'The list shows every browser, when you signed in and last used it and its network address, and every tablet where you’re signed in with your PIN. If you don’t recognize one, choose “Sign out”, enter your password, and then change it.',
      ],
    },
  ],
};
