// Who holds an email address that somebody else was to get, told to those who may see that user.
import { and, eq } from 'drizzle-orm';
import type { Problem } from '../../../contract/problem.ts';
import { roles, users } from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import { foldAddress } from '../access/fold-address.ts';
import { ProblemError } from '../access/problem-error.ts';
import { usablePermissions } from '../access/signed-in.ts';
import { findUnitScope } from '../access/unit-scope.ts';
import { isPersonVisible } from '../access/user-scope.ts';
import { describeUser } from './user-view.ts';

type Holder = NonNullable<Problem['holder']>;

/** The user with this address or one that looks like it, if the one who asks may see them. */
async function findVisibleHolder(act: Act, email: string): Promise<Holder | null> {
  const { context, signedIn } = act;
  if (!usablePermissions(signedIn).includes('users:read')) return null;
  return context.database.inOrganization(signedIn.organizationId, async (tx) => {
    const scope = await findUnitScope(tx, signedIn.user.id);
    const [row] = await tx
      .select({ user: users, role: roles })
      .from(users)
      .innerJoin(roles, eq(roles.id, users.roleId))
      .where(and(eq(users.emailFolded, foldAddress(email)), isPersonVisible(signedIn, scope)));
    if (!row) return null;
    const { id, name, state, partner, hasPin, editable, accountEditable } = await describeUser(
      tx,
      act,
      row.user,
      row.role,
    );
    return { id, name, state, partner, hasPin, editable, accountEditable };
  });
}

/**
 * Refuses an address that is taken. It is called after the transaction that ran into it was undone.
 * @param email as it was typed
 * @throws ProblemError `email_taken` at the field `email`, with the holder where the one who asks may see that user
 */
export async function explainTakenAddress(act: Act, email: string): Promise<never> {
  const holder = await findVisibleHolder(act, email);
  const message = holder
    ? `${holder.name}${holder.partner ? ` (${holder.partner.name})` : ''} already has this email address.`
    : 'This email address is taken. Use another one.';
  throw new ProblemError('email_taken', message, {
    errors: [{ field: 'email', message }],
    ...(holder ? { holder } : {}),
  });
}
