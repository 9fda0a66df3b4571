// Adding and changing of partners: name, contact, and whether their users may come in at all.
import { randomUUID } from 'node:crypto';
import { and, eq, inArray, ne } from 'drizzle-orm';
import type { AuditAction } from '../../../contract/audit-actions.ts';
import type { Partner } from '../../../contract/endpoints/partners.ts';
import { fold } from '../../../contract/fields.ts';
import { isTaken, type Queries } from '../../database/database.ts';
import { accountSessions, partners, pinSessions, users } from '../../database/schema.ts';
import { type Act, record } from '../access/act.ts';
import { changeOrganization } from '../access/change.ts';
import { readOrganization } from '../access/organization-row.ts';
import { readPhoneNumber } from '../access/phone-number.ts';
import { fieldProblem, ProblemError } from '../access/problem-error.ts';
import { requireWholeOrganization } from '../access/unit-scope.ts';
import { describePartner } from './list-partners.ts';

type PartnerRow = typeof partners.$inferSelect;

type Contact = {
  contactName?: string | undefined;
  contactEmail?: string | null | undefined;
  contactPhone?: string | null | undefined;
};
export type NewPartner = Contact & { name: string };
export type PartnerChange = Contact & {
  revision: number;
  name?: string | undefined;
  state?: PartnerRow['state'] | undefined;
};

/** Turns the refusal of a second partner with the same name into the problem at its field. */
function explainTakenName(error: unknown): never {
  if (!isTaken(error, 'partners_name')) throw error;
  throw fieldProblem('partner_name_taken', 'name', 'There is already a partner with this name.');
}

async function readContact(tx: Queries, organizationId: string, contact: Contact): Promise<Contact> {
  const { contactName, contactEmail, contactPhone } = contact;
  const { phoneRule } = await readOrganization(tx, organizationId);
  return {
    ...(contactName === undefined ? {} : { contactName }),
    ...(contactEmail === undefined ? {} : { contactEmail }),
    ...(contactPhone === undefined
      ? {}
      : { contactPhone: contactPhone && readPhoneNumber(contactPhone, phoneRule, 'contactPhone') }),
  };
}

/** Adds a partner. @throws ProblemError `partner_name_taken`; `permission_missing` for those limited to units */
export async function createPartner(act: Act, { name, ...contact }: NewPartner): Promise<Partner> {
  const { context, signedIn } = act;
  const { organizationId, user } = signedIn;
  const id = randomUUID();
  const now = context.clock();
  return changeOrganization(context, organizationId, async (tx, revision) => {
    await requireWholeOrganization(tx, user.id, 'Adding partners is');
    await tx.insert(partners).values({
      id,
      organizationId,
      name,
      nameFolded: fold(name),
      ...(await readContact(tx, organizationId, contact)),
      revision,
      createdAt: now,
    });
    await record(tx, act, 'partner.created', { subjectId: id, subject: name });
    return describePartner(tx, signedIn, id);
  }).catch(explainTakenName);
}

/** Lets a partner's users in, or out with all their sessions. Who is suspended themselves stays so. @returns how many they are */
async function turnPeople(
  tx: Queries,
  { id, state }: Pick<PartnerRow, 'id' | 'state'>,
  revision: number,
): Promise<number> {
  const people = and(eq(users.partnerId, id), ne(users.state, 'deleted'));
  const turned = await tx
    .update(users)
    .set({ partnerSuspended: state === 'suspended', revision })
    .where(people)
    .returning({ id: users.id });
  if (state === 'suspended') {
    const theirs = tx.select({ id: users.id }).from(users).where(people);
    await tx.delete(accountSessions).where(inArray(accountSessions.userId, theirs));
    await tx.delete(pinSessions).where(inArray(pinSessions.userId, theirs));
  }
  return turned.length;
}

function nameAction(turned: PartnerRow['state'] | null): AuditAction {
  if (turned === null) return 'partner.changed';
  return turned === 'suspended' ? 'partner.suspended' : 'partner.reinstated';
}

/**
 * Changes a partner; all of it or nothing. Suspending one ends the sessions of its users in the same transaction.
 * @throws ProblemError `not_found`; `changed_meanwhile` when `revision` is not the one that is stored; `partner_name_taken`
 */
export async function updatePartner(
  act: Act,
  partnerId: string,
  { revision: seen, name, state, ...contact }: PartnerChange,
): Promise<Partner> {
  const { context, signedIn } = act;
  const { organizationId, user } = signedIn;
  return changeOrganization(context, organizationId, async (tx, revision) => {
    await requireWholeOrganization(tx, user.id, 'Changing partners is');
    const before = await describePartner(tx, signedIn, partnerId);
    if (before.revision !== seen) {
      throw new ProblemError(
        'changed_meanwhile',
        'Somebody else changed this partner. Open it again and repeat your change.',
      );
    }
    const fields = {
      ...(name === undefined ? {} : { name, nameFolded: fold(name) }),
      ...(state === undefined ? {} : { state }),
      ...(await readContact(tx, organizationId, contact)),
    };
    await tx
      .update(partners)
      .set({ ...fields, revision })
      .where(eq(partners.id, partnerId));
    const after = await describePartner(tx, signedIn, partnerId);
    const turned = before.state === after.state ? null : after.state;
    const people = turned ? await turnPeople(tx, after, revision) : undefined;
    await record(tx, act, nameAction(turned), {
      subjectId: partnerId,
      subject: after.name,
      detail: {
        changed: Object.keys(fields).filter((key) => key !== 'nameFolded'),
        ...(people === undefined ? {} : { people }),
        ...(before.name === after.name ? {} : { nameBefore: before.name }),
      },
    });
    return after;
  }).catch(explainTakenName);
}
