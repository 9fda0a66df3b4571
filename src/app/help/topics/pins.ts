// Help: PINs, temporary PINs, cards and forgotten PINs.
import type { HelpTopic } from '../topic.ts';

export const pins: HelpTopic = {
  id: 'pins',
  title: 'PINs and cards',
  lead: 'People without an email address live fully with a PIN. Nobody can read a PIN afterwards, not even an admin.',
  sections: [
    {
      title: 'A temporary PIN',
      text: [
        'Floorkey makes it and shows it once. It works for one thing: at the tablet the person is asked to choose a PIN of their own, and goes on with that. It expires after 7 days, or as your organization sets.',
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
        'After five wrong PINs in a row a tablet pauses: 30 seconds, then longer. Other tablets go on.',
        'An admin lifts a pause in Authorized Devices.',
        'A tablet where many wrong PINs look like guessing pauses for longer, up to hours.',
        'After five wrong tries at one PIN on a tablet, it doesn’t work there for a day. Other tablets take it.',
        'Ten wrong tries in a row, wherever, disable that one PIN until a manager gives a new one.',
      ],
    },
    {
      title: 'Change your own PIN',
      text: ['At the tablet: “Change PIN” after signing in. On a computer: My User Account.'],
    },
  ],
};
