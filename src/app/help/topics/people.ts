// Help: adding, changing, suspending and deleting people.
import type { HelpTopic } from '../topic.ts';

export const people: HelpTopic = {
  id: 'people',
  title: 'People',
  lead: 'Everybody who signs in is a user: with a PIN, with an email address and a password, or with both.',
  sections: [
    {
      title: 'Add a person',
      steps: [
        'Organization Settings → Users → “Add user”.',
        'Username and role are needed. Give a PIN, an email address, or both.',
        'Where the organization allows it, Floorkey can make the first password: choose it under “Password”. It is changed at the first sign-in.',
        '“Create”. With an email address the person gets an invitation, and the top of the page says until when its link works.',
      ],
    },
    {
      title: 'Change a person',
      text: [
        'Touch the pencil, or double tap the row. Give somebody with a PIN an email address later, or the other way round, and “Save”. Taking away the last way to sign in is asked about first.',
      ],
    },
    {
      title: 'Sign out, suspend or delete',
      points: [
        'After a lost phone or laptop, “Sign out everywhere” ends every session of a person; they can sign in again.',
        'Suspended people can’t sign in until somebody brings them back; everything about them stays.',
        'Deleted people can’t sign in from that moment, and their open sessions end. Their address, phone number, PIN and password are erased; their name stays in the audit trail.',
        'To delete several, select their rows and choose “Delete”.',
        'An owner can’t be deleted: hand the ownership over first (Organization → “Transfer ownership”).',
      ],
    },
    {
      title: 'Find somebody',
      text: [
        'Search looks at names, usernames, email addresses and roles. Filter by role, unit, state or partner, and touch the head of a column to sort. The address of the page keeps what you see: it can be saved as a bookmark or sent to a colleague.',
      ],
    },
  ],
};
