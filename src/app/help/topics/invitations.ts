// Help: invitations and mails that did not arrive.
import { linkMinutes, sayMinutes } from '../../../contract/durations.ts';
import { leastBesidePasskey, passwordLengthRange } from '../../../contract/fields.ts';
import type { HelpTopic } from '../topic.ts';

export const invitations: HelpTopic = {
  id: 'invitations',
  title: 'Invitations',
  lead: 'A person with an email address chooses their own password: nobody else ever knows it.',
  sections: [
    {
      title: 'How it goes',
      steps: [
        `The mail has a button “Accept Invite”. It works once, for ${sayMinutes(linkMinutes.invitation)}.`,
        `It opens “Set Your Password”. It says how many characters are needed: ${passwordLengthRange.min}, unless your organization wants more; ${leastBesidePasskey} where a passkey is required. A few words in a row are easy to keep in mind.`,
        'From then on the person signs in with address and password. Where a passkey is required of their role, they add one right after.',
      ],
    },
    {
      title: 'When something went wrong',
      points: [
        'Nothing arrived: look in the spam folder, then “Send invitation again” in the person’s form. The earlier link stops working.',
        'The address was wrong: correct it in the person’s form. The new address is invited, and the old link stops working.',
        'Sent by mistake: “Undo” at the top of the page, or “Cancel invitation”.',
        'The link has expired: its page offers “Send me a new link”. It goes to the invited address only.',
        'The mail could not be delivered: the list says so, with the reason and “Try again”.',
      ],
    },
  ],
};
