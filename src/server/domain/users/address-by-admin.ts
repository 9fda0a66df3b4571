// What goes with an address that an admin gives somebody: never to oneself, and never in silence.
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import type { users } from '../../database/schema.ts';
import { fieldProblem } from '../access/problem-error.ts';
import type { SignedIn } from '../access/signed-in.ts';
import { mailAddressChange } from '../links/mail-address-change.ts';
import { lockPerson } from '../links/person-of-link.ts';

type UserRow = typeof users.$inferSelect;

/** A new address of one's own is taken only by the link that goes to it, so that no unattended screen gives an account away. @throws ProblemError `validation_failed` at `email` */
export function requireAnothersAddress(signedIn: SignedIn, userId: string): void {
  if (userId !== signedIn.user.id) return;
  throw fieldProblem(
    'validation_failed',
    'email',
    'This is your own address. Change it under My User Account → Request Email Change.',
  );
}

/** Tells both addresses of somebody who signs in with them, since the change was somebody else's doing. */
export async function tellOfNewAddress(
  context: Context,
  tx: Queries,
  before: UserRow,
  user: UserRow,
): Promise<void> {
  const { email: oldEmail } = before;
  const { email: newEmail } = user;
  if (before.passwordHash === null || !oldEmail || !newEmail || oldEmail === newEmail) return;
  const person = await lockPerson(tx, user.id);
  if (!person) return;
  for (const recipient of [oldEmail, newEmail])
    await mailAddressChange(context, tx, person, recipient, {
      kind: 'email-changed',
      oldEmail,
      newEmail,
      byAdmin: true,
    });
}
