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
  lead: 'Users without an email address need only a PIN. Nobody can look a PIN up afterwards, not even an admin.',
  sections: [
    {
      title: 'A temporary PIN',
      text: [
        `Floorkey generates it and shows it once. The user signs in with it on a tablet and chooses their own PIN. It expires after ${organizationDefaults.temporaryPinDays} days, unless your organization sets another time.`,
      ],
      steps: [
        'Open the user and choose “Give a temporary PIN”, or select several users and choose “Print PIN cards”.',
        'Print the card, with the name, the PIN and how to use it, and hand it over.',
        'The PINs are shown only on that page. If you leave it or lose a card, give new ones.',
      ],
    },
    {
      title: 'A forgotten PIN',
      steps: [
        'On the pad: “Forgot your PIN?”, then the user taps their name.',
        'Managers see the request in Users, and on a tablet when they sign in there.',
        'Whoever answers it enters their own password and gets a temporary PIN to pass on.',
      ],
    },
    {
      title: 'Wrong PINs',
      points: [
        `After ${failuresBeforePause} wrong PINs in a row a tablet locks for ${pauseSeconds[0]} seconds, then longer. Other tablets keep working.`,
        'Wrong digits while you change your own PIN count for you alone: nobody else waits.',
        'An admin can unlock it in Authorized Devices with “Lift pause”.',
        'A tablet where many wrong PINs look like guessing locks for longer, up to hours.',
        `After ${triesOnOneDevice} wrong tries at one PIN on a tablet, it doesn’t work there for a day. Other tablets take it.`,
        `${pinFailuresMost} wrong tries in a row, on any tablets, disable that PIN until a manager gives a new one.`,
      ],
    },
    {
      title: 'Change your own PIN',
      text: [
        'At the tablet: “Change PIN” after signing in. On a computer: My User Account.',
        'Every keyboard will do: number pads without NumLock, French and Czech rows without Shift, digits of other scripts, and a paste.',
      ],
    },
  ],
};
