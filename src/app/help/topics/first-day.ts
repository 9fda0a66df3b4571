// Help: from an empty organization to the first PIN.
import type { HelpTopic } from '../topic.ts';

export const firstDay: HelpTopic = {
  id: 'first-day',
  title: 'The first day',
  lead: 'From an empty organization to the first PIN at a tablet, in about ten minutes.',
  sections: [
    {
      title: 'In this order',
      steps: [
        'Organization Settings → Organization: choose the sign-in style and PIN length before anybody has a PIN.',
        'On the same page, choose “Send a test email”: invitations come by email.',
        'Units, if you have several sites or lines: draw the tree. You can also do it later.',
        'Users: add them one by one with “Add user”, or many at once with “Import”.',
        'On each tablet: open Floorkey in its browser, sign in, open Authorized Devices and choose “Authorize Device”. Then sign out: it shows the PIN pad.',
        'My User Account → PIN: set a PIN of your own, so that you can sign in on the tablets, too.',
        'Print PIN cards for people without an email address and hand them out.',
      ],
    },
    {
      title: 'What a tablet needs',
      points: [
        'A current Chrome, Edge, Safari or Firefox, and an address that begins with https.',
        'Floorkey on its home screen (“Install” or “Add to Home Screen”), so that it opens full screen.',
        'Its operating system’s kiosk mode, if people shouldn’t leave Floorkey.',
      ],
    },
  ],
};
