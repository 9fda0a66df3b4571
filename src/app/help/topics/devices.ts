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
        'Organization Settings → Authorized Devices → “Authorize Device”. Give it a name that people know it by, and its unit.',
        'Sign out. From now on the tablet shows the PIN pad.',
      ],
    },
    {
      title: 'Link a tablet with a code',
      steps: [
        `On the tablet: open Floorkey and choose “Link with a code”. The code works for ${sayMinutes(pairingCodeMinutes)}, then the tablet shows a new one.`,
        'On your phone or computer: scan the picture, or open Authorized Devices → “Link a tablet”. Type the code and choose “Continue”.',
        'Check that the details match the tablet, give it a name and choose “Approve”. The PIN pad opens on it.',
      ],
    },
    {
      title: 'A tablet is lost',
      steps: [
        'On any other device: Authorized Devices → the tablet → “Revoke”.',
        'It is refused from that moment. If it is online it locks and deletes everything within a second or two, and the list says when it did.',
        'If it is offline, sign-in on it ends at the time that the list shows under “Works offline until”. When it comes back before, it sends what it noted, and then deletes everything.',
        'Those who could sign in offline on it are asked for a new PIN at their next sign-in. “Keep their PINs” leaves that out; write why.',
      ],
    },
    {
      title: '“This server does not know this tablet”',
      points: [
        'The tablet asked the wrong server, an empty or an older database, or something in between took its token away. Nothing is deleted: people go on signing in offline for as long as your organization allows, and the right server makes it whole at once.',
        'If it stays, sign in on the tablet → Authorized Devices → “Link this tablet again”.',
      ],
    },
    {
      title: '“Used in two places”',
      points: [
        'A copy of the tablet’s storage was used beside it. Both are paused, and nothing is deleted.',
        'Sign in on the tablet → Authorized Devices → “Link this tablet again”: the copy is worth nothing from then on. Or revoke it.',
        'A browser profile that was put back from a backup counts as a copy, too.',
      ],
    },
    {
      title: 'Without a connection',
      points: [
        'The pad says since when it is offline and until when people can sign in. They tap their name, then their PIN.',
        `Only PINs with ${offlinePinLength} digits or more work then. Admins and temporary PINs need a connection, and so does everybody after ${offlineTriesPerUser} wrong tries of their own, or ${offlineTriesPerDevice} on the tablet.`,
        'Whoever comes in offline can do what harms little until the connection is back and the server has checked it.',
        'What happened is sent by itself. Authorized Devices shows how many events wait on each tablet, and since when the oldest does.',
        'An organization can switch sign-in without a connection off: Organization Settings → Organization.',
      ],
    },
    {
      title: 'To review',
      points: [
        'When a tablet is back, the server checks every sign-in again. What it doubts, such as a wrong PIN or a clock that is off, waits at Authorized Devices → the tablet → “To review”, with the reason and what to do.',
        'Select what you have looked at and choose “Accept” or “Reject”. Nothing is deleted or undone: the audit trail keeps what happened and what you decided.',
        'After a wrong PIN those who may revoke devices get a mail, once a day for each tablet at most.',
      ],
    },
  ],
};
