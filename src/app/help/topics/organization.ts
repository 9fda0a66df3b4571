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
  lead: 'Settings for all users and devices, and the record of who did what.',
  sections: [
    {
      title: 'Sign-in style and PIN length',
      points: [
        'PIN only: the PIN identifies the user. Name, then PIN: people tap their name first, and two users may have the same PIN.',
        'Before you save a change, you see what it means for users who already have a PIN.',
        'A new length: old PINs work once more, then users choose a new one.',
        'From “name, then PIN” to “PIN only”: users who share a PIN lose it and need a new one.',
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
        `Require a passkey for roles with power: for everyone whose role opens more than a PIN does, such as adding users, authorizing devices or changing these settings. You see which roles those are, and how many users have no passkey yet. It applies immediately: after the password these users use their passkey, or add one, before they can do anything else. Their passwords then need ${leastBesidePasskey} characters, and keep working if you turn it off again.`,
        'To turn it on, confirm it with a passkey of your own.',
        'Phone numbers: from any country, or only from North America with eleven digits.',
        'You can let admins generate a password for a user. It’s shown once or emailed, and must be changed at the first sign-in.',
        `Such a password expires after ${organizationDefaults.generatedPasswordHours} hours and a temporary PIN after ${organizationDefaults.temporaryPinDays} days, unless you set other times. A change applies only to new ones.`,
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
        'There is always an owner who can sign in. “Transfer ownership” gives it to a user with an email address and a password; you become an admin and can be deleted like any other user.',
      ],
    },
    {
      title: 'Audit trail',
      points: [
        'Who did what, when, from which address and on which device. Filter by user, device, action and time; export what you see.',
        'Nothing in it can be changed or deleted. Each event contains the hash of the one before, so any gap or change shows: “Check the chain” verifies all of it.',
      ],
    },
  ],
};
