// Help: tablets that are shared.

import { pairingCodeMinutes, sayMinutes } from '../../../contract/durations.ts';
import { offlinePinLength } from '../../../contract/pin-rules.ts';
import { offlineTriesPerDevice, offlineTriesPerUser } from '../../../contract/pin-tries.ts';
import type { HelpTopic } from '../topic.ts';

export const devices: HelpTopic = {
  id: 'devices',
  title: 'Tablets',
  lead: 'A tablet shows the PIN pad once an admin has authorized it, on the tablet itself or with a code.',
  sections: [
    {
      title: 'Authorize a tablet',
      steps: [
        'Open Floorkey on the tablet and sign in.',
        'Organization Settings → Authorized Devices → “Authorize Device”. Give it a name people know, and its unit.',
        'Sign out. From now on the tablet shows the PIN pad.',
      ],
    },
    {
      title: 'Pair a tablet with a code',
      steps: [
        `On the tablet: open Floorkey and choose “Pair with a code”. The code works for ${sayMinutes(pairingCodeMinutes)}, then the tablet shows a new one.`,
        'On your phone or computer: scan the QR code, or open Authorized Devices → “Pair a device”. Enter the code and choose “Continue”.',
        'Check that the details match the tablet, give it a name and choose “Approve”. The PIN pad opens on it.',
      ],
    },
    {
      title: 'A tablet is lost',
      steps: [
        'On any other device: Authorized Devices → the tablet → “Revoke”.',
        'It’s locked out immediately. If it’s online, it deletes everything within a second or two, and the list says when it did.',
        'If it’s offline, sign-in on it stops at the time the list shows. When it comes back, it sends what it recorded and then deletes everything.',
        'Users who could sign in offline on it choose a new PIN at their next sign-in. To skip that, choose “Keep their PINs” and enter why.',
      ],
    },
    {
      title: '“This server doesn’t know this tablet”',
      points: [
        'The tablet reached the wrong server, an empty or an older database, or something in between removed its token. Nothing is deleted: people can keep signing in offline for as long as your organization allows, and the right server fixes it immediately.',
        'If it doesn’t go away, sign in on the tablet → Authorized Devices → “Authorize again”.',
      ],
    },
    {
      title: '“Used in two places”',
      points: [
        'A copy of the tablet’s storage was used beside it. Both are paused, and nothing is deleted.',
        'Sign in on the tablet → Authorized Devices → “Authorize again”: the copy stops working. Or revoke it.',
        'A browser profile restored from a backup counts as a copy, too.',
      ],
    },
    {
      title: 'Offline',
      points: [
        'The pad says since when it’s offline and until when people can sign in. They tap their name, then their PIN.',
        `Only PINs with ${offlinePinLength} digits or more work then. Admins and temporary PINs need a connection, and so does everyone after ${offlineTriesPerUser} wrong tries of their own, or ${offlineTriesPerDevice} on the tablet.`,
        'After an offline sign-in, people can do only what is low-risk until the server has checked it.',
        'Events are sent automatically. Authorized Devices shows how many are waiting on each tablet, and the oldest.',
        'You can turn offline sign-in off: Organization Settings → Organization.',
      ],
    },
    {
      title: 'To review',
      points: [
        'When a tablet is back online, the server checks every sign-in again. Anything doubtful, such as a wrong PIN or a wrong clock, is listed at Authorized Devices → the tablet → “To review”, with the reason and what to do.',
        'Select what you’ve reviewed and choose “Accept” or “Reject”. Nothing is deleted or undone: the audit trail keeps what happened and what you decided.',
        'After a wrong PIN, users who can revoke devices get an email, at most once a day per tablet.',
      ],
    },
  ],
};
