// Help: invitations and mails that did not arrive.
import { linkMinutes, sayMinutes } from '../../../contract/durations.ts';
import { leastBesidePasskey, passwordLengthRange } from '../../../contract/fields.ts';
import type { HelpTopic } from '../topic.ts';

export const invitations: HelpTopic = {
  id: 'invitations',
  title: 'Invitations',
  lead: 'Users with an email address choose their own password: nobody else ever knows it.',
  sections: [
    {
      title: 'How it works',
      steps: [
        `The email has a button “Accept Invite”. It works once, for ${sayMinutes(linkMinutes.invitation)}.`,
        `It opens “Set Your Password”. It says how many characters are needed: ${passwordLengthRange.min}, unless your organization wants more; ${leastBesidePasskey} where a passkey is required. A few words in a row are easy to remember.`,
        'From then on the user signs in with email address and password. If their role requires a passkey, they add one right after.',
      ],
    },
    {
      title: 'When something went wrong',
      points: [
        'Nothing arrived: check the spam folder, then choose “Send invitation again” in the user’s form. The earlier link stops working.',
        'The server can’t send email: Floorkey says so, and writes them to files. Choose “Copy invitation link”, confirm that it’s you, and pass the link on to that user only: whoever opens it first has the account.',
        'The address was wrong: correct it in the user’s form. The new address is invited, and the old link stops working.',
        'Sent by mistake: “Undo” at the top of the page, or “Cancel invitation”.',
        'The link opens an empty or wrong page: open the page below it in the email and enter the code.',
        'Somebody else is signed in in that browser: the page says who and asks before it signs them out.',
        'The link has expired: its page offers “Send me a new link”. It goes to the invited address only.',
        'The email could not be delivered: the list says so, with the reason and “Try again”.',
      ],
    },
  ],
};
