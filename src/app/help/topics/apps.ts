// Help: the apps that a PIN opens.
import type { HelpTopic } from '../topic.ts';

export const apps: HelpTopic = {
  id: 'apps',
  title: 'Apps',
  lead: 'Tap your PIN, then the app: you’re in it as yourself, and the lock gets everybody out.',
  sections: [
    {
      title: 'On a tablet',
      points: [
        'After your PIN you see the apps that you may open. Tap one: it opens in a window of its own.',
        '“Lock” signs you out of every app that you opened, and closes its window. So does auto-lock, which goes on counting while you’re in an app.',
        'Apps need a connection: without one their tiles are grey.',
        'Some apps ask for your password as well. Enter it in the app’s own window.',
      ],
    },
    {
      title: 'Add an app',
      text: [
        'Organization Settings → Apps → “Add app”. Choose “Link” for an app that’s only opened, and “Sign-in with Floorkey” for one that supports OpenID Connect.',
      ],
      steps: [
        'Copy the redirect address and, if it has one, the back-channel logout address out of the app’s own settings.',
        'Create the app here. Copy its secret, client ID and issuer into the app’s settings: the secret is shown once.',
        'Choose who sees it: roles, units or devices. If you choose nobody, everybody sees it.',
        'Choose the email address that the app gets: none, the real one, or a made-up one that no email reaches.',
      ],
    },
    {
      title: 'When an app stays open',
      points: [
        'Open the app under Apps: it says who opened it last, and whether the app answered when the tablet locked.',
        'An app in your own network is told only if you ticked “The logout address is in our own network”.',
        'An app without a logout address keeps its own session until it ends. Floorkey’s part of it ends at once.',
      ],
    },
    {
      title: 'Change a secret',
      text: [
        'Open the app and choose “New secret”. The earlier one can go on working for a day or a week, so that you can change the app’s settings in between.',
      ],
    },
  ],
};
