// What goes with an address that an admin gives somebody: never to oneself, and never in silence.
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import type { users } from '../../database/schema.ts';
import type { EndedPasskeys } from '../../mail/mail-content.ts';
import { tellPerson } from '../../mail/tell-person.ts';
import { readOrganization } from '../access/organization-row.ts';
import { fieldProblem } from '../access/problem-error.ts';
import type { SignedIn } from '../access/signed-in.ts';

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
  ended: EndedPasskeys,
): Promise<void> {
  const { email: oldEmail } = before;
  const { email: newEmail } = user;
  if (before.passwordHash === null || !oldEmail || !newEmail || oldEmail === newEmail) return;
  const organization = await readOrganization(tx, user.organizationId);
  const news = { kind: 'email-changed', oldEmail, newEmail, byAdmin: true, ...ended } as const;
  for (const recipient of [oldEmail, newEmail])
    await tellPerson(context, tx, { user, organization }, recipient, news);
}
