// The user whom a one-time link is for, with what a mail to them needs.
import { eq } from 'drizzle-orm';
import type { Queries } from '../../database/database.ts';
import { organizations, users } from '../../database/schema.ts';
import type { MailPerson } from '../../mail/tell-person.ts';
import { mayComeIn } from '../access/signed-in.ts';
import { linkInvalid, type OneTimeLink } from './one-time-links.ts';

/** Reads a user and locks their row, so that of two changes at once each sees what the other did. */
export async function lockPerson(tx: Queries, userId: string): Promise<MailPerson | null> {
  const [person] = await tx
    .select({ user: users, organization: { name: organizations.name, language: organizations.language } })
    .from(users)
    .innerJoin(organizations, eq(organizations.id, users.organizationId))
    .where(eq(users.id, userId))
    .for('update', { of: users });
  return person ?? null;
}

/** @throws ProblemError `link_invalid` when the user may no longer come in */
export async function lockPersonOfLink(tx: Queries, link: OneTimeLink): Promise<MailPerson> {
  const person = await lockPerson(tx, link.userId);
  if (!person || !mayComeIn(person.user)) throw linkInvalid();
  return person;
}
