// Help: partner companies and their users.
import type { HelpTopic } from '../topic.ts';

export const partners: HelpTopic = {
  id: 'partners',
  title: 'Partners',
  lead: 'Outside companies, such as suppliers and agencies, whose users get their own accounts.',
  sections: [
    {
      title: 'Add a partner user',
      steps: [
        'Organization Settings → Partners: select the company, or add it first.',
        'At the bottom, “Add Partner User”: first name, last name, email address and phone number with its country code, or “No phone yet”.',
        '“Submit”. The message at the top says that the invitation was sent and how long its link works: pass that on.',
      ],
    },
    {
      title: 'What partner users may do',
      points: [
        'In lists and searches they see only users of their own company, never yours or another partner’s.',
        'A tablet is shared: where it shows names to tap (name, then PIN; offline; “Forgot your PIN?”), it shows everyone who can use it, partner users included. Limit partner users to the units where they work (Users → the pencil → “Units”), and their names appear only on tablets there and below.',
        'Their PINs are generated: choose “Generate PIN” or give a temporary one. An import gives them temporary PINs, too.',
        'At most they can use tablets and manage users of their own company.',
        'Suspending a partner suspends all its users immediately. Reactivating it reactivates them, except users who were suspended individually.',
      ],
    },
    {
      title: '“This email address is taken”',
      text: [
        'An address belongs to one user of an organization, however it’s spelled. If you can see that user, the message names them and offers what you can do: move them to this partner, change their address, or cancel their invitation.',
      ],
    },
  ],
};
