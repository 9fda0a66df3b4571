// An end of the required passkey from the operator, where nobody can use theirs any more: at another host none works.
import { asc, eq, exists, sql } from 'drizzle-orm';
import { fold } from '../../contract/fields.ts';
import type { Context } from '../context.ts';
import { organizations, users } from '../database/schema.ts';
import { recordAuditEvent } from '../domain/access/audit.ts';
import { changeOrganization } from '../domain/access/change.ts';
import { foldAddress } from '../domain/access/fold-address.ts';
import { ToolRefusal } from './tool-refusal.ts';

type Tools = Pick<Context, 'database' | 'signals' | 'clock'>;

/** Finds the organization that is meant; of several the operator says which. */
async function findOrganization({ database }: Tools, which: string) {
  const { lookUp } = database;
  const ofPerson = lookUp
    .select({ one: sql`1` })
    .from(users)
    .where(
      sql`${users.organizationId} = ${organizations.id} and ${users.emailFolded} = ${foldAddress(which)}`,
    );
  const all = await lookUp
    .select({
      id: organizations.id,
      name: organizations.name,
      passkeyRule: organizations.passkeyRule,
      hasPerson: sql<boolean>`${exists(ofPerson)}`,
    })
    .from(organizations)
    .orderBy(asc(organizations.name), asc(organizations.id));
  const found = all.filter(
    ({ id, name, hasPerson }) => hasPerson || id === which || fold(name) === fold(which),
  );
  const [meant] = found;
  if (!meant) {
    throw new ToolRefusal(
      `No organization has the name or id ${which}, and nobody has this email address: check the spelling. Nothing was changed.`,
    );
  }
  if (found.length > 1) {
    const choices = found.map(({ id, name }) => `${name} (${id})`).join(', ');
    throw new ToolRefusal(
      `${which} may mean these organizations: ${choices}. Write the id of one of them instead. Nothing was changed.`,
    );
  }
  return meant;
}

/**
 * Turns the rule off by which an organization requires passkeys; passkeys and sessions stay. Works while the server runs.
 * @param which the name or id of the organization, or the email address of somebody in it
 * @returns the name of the organization
 * @throws ToolRefusal when it is none, one of several, or one that requires no passkey
 */
export async function liftPasskeyRule(tools: Tools, which: string): Promise<string> {
  const { id: organizationId, name, passkeyRule } = await findOrganization(tools, which);
  if (passkeyRule === 'nobody') {
    throw new ToolRefusal(`${name} doesn’t require a passkey. Nothing was changed.`);
  }
  await changeOrganization(tools, organizationId, async (tx) => {
    await tx.update(organizations).set({ passkeyRule: 'nobody' }).where(eq(organizations.id, organizationId));
    await recordAuditEvent(tx, {
      organizationId,
      at: tools.clock(),
      action: 'organization.passkey-rule-lifted',
      detail: { passkeyRuleBefore: passkeyRule, passkeyRule: 'nobody' },
    });
  });
  return name;
}
