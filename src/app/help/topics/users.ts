// Help: adding, changing, suspending and deleting users.
import { foundMost } from '../../../contract/endpoints/users.ts';
import type { HelpTopic } from '../topic.ts';

export const users: HelpTopic = {
  id: 'users',
  title: 'Users',
  lead: 'Everyone who signs in is a user: with a PIN, with an email address and a password, or with both.',
  sections: [
    {
      title: 'Add a user',
      steps: [
        'Organization Settings → Users → “Add user”.',
        'A username and a role are required. Give a PIN, an email address, or both.',
        'If your organization allows it, Floorkey can generate the first password: choose it under “Password”. It must be changed at the first sign-in.',
        '“Create”. With an email address, the user gets an invitation, and the top of the page says until when its link works.',
      ],
    },
    {
      title: 'Change a user',
      text: [
        'Tap the row, or its pencil. You can add an email address to a user with a PIN later, or the other way round. Floorkey asks before you remove the last way to sign in.',
      ],
    },
    {
      title: 'Sign out, suspend or delete',
      points: [
        'After a lost phone or laptop, “Sign out everywhere” ends all sessions of a user; they can sign in again.',
        'Suspended users can’t sign in until they’re reactivated; nothing is deleted.',
        'Deleted users are signed out immediately and can’t sign in. Their address, phone number, PIN and password are erased; their name stays in the audit trail.',
        'To delete several, select their rows and choose “Delete”.',
        'An owner can’t be deleted: transfer the ownership first (Organization → “Transfer ownership”).',
      ],
    },
    {
      title: 'What you can type',
      points: [
        'Characters that nobody sees are left out of names, phone numbers and email addresses, and several spaces become one. A name of nothing else is refused.',
        'A username is refused if it looks like one that is taken, also with letters of another alphabet.',
        'Behind the @, an email address can have letters of every alphabet. In front of it only if the mail server takes them: the form says so.',
        'Users with the same name are told apart by unit, role or username: on tablets, in lists and before something is done to one of them.',
      ],
    },
    {
      title: 'Find a user',
      text: [
        `Search finds words in any order, each by its beginning: in names, usernames, email addresses, phone numbers, units, roles and partners. Accents, capitals, apostrophes and hyphens make no difference. Of more than ${foundMost.toLocaleString('en')} users found the first ones are shown; another word narrows them down.`,
        'Filter by role, unit, state or partner, and tap a column header to sort. The page’s address keeps what you see: bookmark it or send it to a colleague.',
      ],
    },
  ],
};
