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
        'Organization Settings → Organization: choose the sign-in style and the length of PINs before anybody has one.',
        'Units, if you have several sites or lines: draw the tree. You can also do it later.',
        'Users: add people by hand with “Add user”, or many at once with “Import”.',
        'On each tablet: open Floorkey in its browser, sign in, open Authorized Devices and choose “Authorize Device”. Then sign out: the PIN pad stands there.',
        'Print PIN cards for people without an email address and hand them out.',
      ],
    },
    {
      title: 'What a tablet needs',
      points: [
        'A current Chrome, Edge, Safari or Firefox, and an address that begins with https.',
        'Floorkey on its home screen (“Install” or “Add to Home Screen”), so that nothing else is in the way.',
        'The kiosk mode of its operating system, if people should not leave Floorkey.',
      ],
    },
  ],
};
