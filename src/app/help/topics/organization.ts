// Help: the settings of the organization, its owner and its audit trail.

import { sayMinutes, stepUpMinutes } from '../../../contract/durations.ts';
import { leaseHoursRange } from '../../../contract/endpoints/organization.ts';
import { leastBesidePasskey } from '../../../contract/fields.ts';
import { organizationDefaults } from '../../../contract/organization-defaults.ts';
import { offlinePinLength } from '../../../contract/pin-rules.ts';
import type { HelpTopic } from '../topic.ts';

export const organization: HelpTopic = {
  id: 'organization',
  title: 'Organization and audit trail',
  lead: 'What holds for everybody, and the record of who did what.',
  sections: [
    {
      title: 'Sign-in style and PIN length',
      points: [
        'PIN only: the PIN says who somebody is. Name, then PIN: people touch their name first, and two may have the same PIN.',
        'Before a change is saved you see what it means for those who have PINs now.',
        'A new length: old PINs work once more, and then a new one is asked for.',
        'From “name, then PIN” to “PIN only”: people who share a PIN lose it and need a new one.',
      ],
    },
    {
      title: 'Auto-lock and offline sign-in',
      points: [
        `Auto-lock: after this time without a touch a tablet goes back to the pad. ${sayMinutes(organizationDefaults.autoLockSeconds / 60)} unless you choose another time.`,
        `Works offline for: how long people can sign in on a device that can’t reach the server. ${organizationDefaults.leaseHours} hours unless you choose another time, ${leaseHoursRange.max} at most.`,
        `You choose whether people may sign in while a device is offline. PINs with fewer than ${offlinePinLength} digits can’t be used then.`,
      ],
    },
    {
      title: 'Accounts',
      points: [
        'Shortest password: for every password that is chosen from now on.',
        `Require a passkey for roles with power: for everybody whose role opens more than a PIN does, such as adding users, authorizing devices or changing these settings. You see which roles that is, and how many people have none yet. It holds at once: after the password such a person uses their passkey, or adds one, and nothing else is open before. Their passwords then need ${leastBesidePasskey} characters, and stay as they are if you turn it off again.`,
        'You can require it only with a passkey of your own that you use to confirm it.',
        'Phone numbers: of any country, or only those of North America with eleven digits.',
        'You can let admins have a password made for a person. It is shown once or mailed, and must be changed at the first sign-in.',
        `Such a password expires after ${organizationDefaults.generatedPasswordHours} hours and a temporary PIN after ${organizationDefaults.temporaryPinDays} days, unless you set other times. A change applies to those given from then on.`,
      ],
    },
    {
      title: 'Confirm it’s you',
      text: [
        `Another style or PIN length, and whatever lets people in more easily or for longer (offline sign-in, more time offline, a longer auto-lock, shorter or ready-made passwords, no required passkey), asks for your password or passkey, unless you entered it in the last ${sayMinutes(stepUpMinutes)}. Where a passkey is required of you, it asks for that alone.`,
      ],
    },
    {
      title: 'Ownership',
      text: [
        'There is always an owner who can sign in. “Transfer ownership” hands it to somebody with an email address and a password; you are an admin from then on and can be deleted like anyone.',
      ],
    },
    {
      title: 'Audit trail',
      points: [
        'Who did what, when, from which address and on which device. Filter by person, device, action and time; export what you see.',
        'Nothing in it can be changed or deleted. Each event carries the hash of the one before, so that a gap or a change shows: “Check the chain” looks at all of it.',
      ],
    },
  ],
};
