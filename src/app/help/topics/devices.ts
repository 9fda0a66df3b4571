// Help: tablets that are shared.
import type { HelpTopic } from '../topic.ts';

export const devices: HelpTopic = {
  id: 'devices',
  title: 'Tablets',
  lead: 'A tablet shows the PIN pad once an admin has authorized it on the tablet itself.',
  sections: [
    {
      title: 'Authorize a tablet',
      steps: [
        'Open Floorkey on the tablet and sign in.',
        'Organization Settings → Authorized Devices → “Authorize Device”. Give it a name that people know it by, and its unit.',
        'Sign out. From now on the tablet shows the PIN pad.',
      ],
    },
    {
      title: 'A tablet is lost',
      steps: [
        'On any other device: Authorized Devices → the tablet → “Revoke”.',
        'It is refused from that moment. If it is online it locks and deletes everything within a second or two, and says so.',
        'If it is offline, it stops by itself at the end of its lease.',
      ],
    },
    {
      title: 'The pad says “No connection”',
      text: [
        'The tablet can’t reach the server. Look at the network and the server. The pad opens again by itself.',
      ],
    },
  ],
};
