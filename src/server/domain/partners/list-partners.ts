// Finding partners: the list with its search, and one partner.
import { and, asc, count, eq, type SQL } from 'drizzle-orm';
import { type Partner, textsOfPartner } from '../../../contract/endpoints/partners.ts';
import { findAmong } from '../../../contract/search-text.ts';
import type { Queries } from '../../database/database.ts';
import { partners, users } from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import { ProblemError } from '../access/problem-error.ts';
import type { SignedIn } from '../access/signed-in.ts';
import { findUnitScope } from '../access/unit-scope.ts';
import { isPersonVisible } from '../access/user-scope.ts';

/** The partners that a condition holds for, by name, each with the number of its users whom the one who asks may see. */
async function readPartners(tx: Queries, signedIn: SignedIn, wanted: SQL | undefined): Promise<Partner[]> {
  const scope = await findUnitScope(tx, signedIn.user.id);
  return tx
    .select({
      id: partners.id,
      name: partners.name,
      contactName: partners.contactName,
      contactEmail: partners.contactEmail,
      contactPhone: partners.contactPhone,
      state: partners.state,
      userCount: count(users.id),
      revision: partners.revision,
    })
    .from(partners)
    .leftJoin(users, and(eq(users.partnerId, partners.id), isPersonVisible(signedIn, scope)))
    .where(and(eq(partners.organizationId, signedIn.organizationId), wanted))
    .groupBy(partners.id)
    .orderBy(asc(partners.nameFolded));
}

/** All partners, or those that a search finds in name and contact. */
export async function listPartners(
  { context: { database }, signedIn }: Act,
  search: string,
): Promise<Partner[]> {
  const all = await database.inOrganization(signedIn.organizationId, (tx) =>
    readPartners(tx, signedIn, undefined),
  );
  return findAmong(all, search, textsOfPartner);
}

/** One partner as the contract tells of it. @throws ProblemError `not_found` */
export async function describePartner(tx: Queries, signedIn: SignedIn, partnerId: string): Promise<Partner> {
  const [partner] = await readPartners(tx, signedIn, eq(partners.id, partnerId));
  if (partner) return partner;
  throw new ProblemError('not_found', 'This partner doesn’t exist. Go back to the list.');
}
