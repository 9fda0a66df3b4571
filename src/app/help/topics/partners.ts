// Help: partner companies and their people.
import type { HelpTopic } from '../topic.ts';

export const partners: HelpTopic = {
  id: 'partners',
  title: 'Partners',
  lead: 'Outside companies, such as suppliers and agencies, whose people get accounts of their own.',
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
        'In lists and searches they see people of their own company only, never yours or another partner’s.',
        'A tablet is shared: where it shows names to tap (name, then PIN; without a connection; “Forgot your PIN?”), the names of all who may use it stand there, partner users included. Limit partner users to the units where they work (Users → the pencil → “Units”), and their names stand only on the tablets there and below.',
        'Their PINs are generated: choose “Generate PIN” or give a temporary one. A file of people brings them temporary PINs, too.',
        'At most they may use tablets and manage people of their own company.',
        'Suspending a partner suspends all its people at once; bringing it back brings them back, but for those who were suspended by themselves.',
      ],
    },
    {
      title: '“Somebody has this email address already”',
      text: [
        'One address belongs to one person of an organization, however it is written. If you may see that person, the message names them and offers what can be done at once: move the person to this partner, change their address, or cancel their invitation.',
      ],
    },
  ],
};
