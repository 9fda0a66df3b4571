// Help: PINs, temporary PINs, cards and forgotten PINs.
import { organizationDefaults } from '../../../contract/organization-defaults.ts';
import {
  failuresBeforePause,
  pauseSeconds,
  pinFailuresMost,
  triesOnOneDevice,
} from '../../../contract/pin-tries.ts';
import type { HelpTopic } from '../topic.ts';

export const pins: HelpTopic = {
  id: 'pins',
  title: 'PINs and cards',
  lead: 'People without an email address live fully with a PIN. Nobody can read a PIN afterwards, not even an admin.',
  sections: [
    {
      title: 'A temporary PIN',
      text: [
        `Floorkey makes it and shows it once. With it, the person signs in at the tablet and chooses a PIN of their own. It expires after ${organizationDefaults.temporaryPinDays} days, unless your organization sets another time.`,
      ],
      steps: [
        'Open the person and choose “Give a temporary PIN”, or select several people and choose “Print PIN cards”.',
        'Print the card, with the name, the PIN and how to use it, and hand it over.',
        'The PINs are in that page only. When you leave it they are gone; give new ones if a card is lost.',
      ],
    },
    {
      title: 'A forgotten PIN',
      steps: [
        'At the pad: “Forgot your PIN?”, then the person touches their name.',
        'Managers see the request above the list of users, and at a tablet when they sign in there.',
        'Whoever answers it enters their own password and gets a temporary PIN to pass on.',
      ],
    },
    {
      title: 'Wrong PINs',
      points: [
        `After ${failuresBeforePause} wrong PINs in a row a tablet locks for ${pauseSeconds[0]} seconds, then longer. Other tablets go on.`,
        'An admin can unlock it in Authorized Devices with “Lift pause”.',
        'A tablet where many wrong PINs look like guessing locks for longer, up to hours.',
        `After ${triesOnOneDevice} wrong tries at one PIN on a tablet, it doesn’t work there for a day. Other tablets take it.`,
        `${pinFailuresMost} wrong tries in a row, wherever, disable that PIN until a manager gives a new one.`,
      ],
    },
    {
      title: 'Change your own PIN',
      text: ['At the tablet: “Change PIN” after signing in. On a computer: My User Account.'],
    },
  ],
};
