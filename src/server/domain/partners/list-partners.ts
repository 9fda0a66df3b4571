// Finding partners: the list with its search, and one partner.
import { and, asc, count, eq, ilike, or, type SQL } from 'drizzle-orm';
import type { Partner } from '../../../contract/endpoints/partners.ts';
import type { Queries } from '../../database/database.ts';
import { partners, users } from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import { ProblemError } from '../access/problem-error.ts';
import type { SignedIn } from '../access/signed-in.ts';
import { findUnitScope } from '../access/unit-scope.ts';
import { isPersonVisible } from '../access/user-scope.ts';

function matches(search: string): SQL | undefined {
  // The wildcards of LIKE are ordinary characters for the user who searches.
  const pattern = `%${search.replaceAll(/[\\%_]/g, (wildcard) => `\\${wildcard}`)}%`;
  return or(
    ilike(partners.name, pattern),
    ilike(partners.contactName, pattern),
    ilike(partners.contactEmail, pattern),
  );
}

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
  return database.inOrganization(signedIn.organizationId, (tx) =>
    readPartners(tx, signedIn, search ? matches(search) : undefined),
  );
}

/** One partner as the contract tells of it. @throws ProblemError `not_found` */
export async function describePartner(tx: Queries, signedIn: SignedIn, partnerId: string): Promise<Partner> {
  const [partner] = await readPartners(tx, signedIn, eq(partners.id, partnerId));
  if (partner) return partner;
  throw new ProblemError('not_found', 'This partner doesn’t exist. Go back to the list.');
}
