// What the organization's sign-in style and PIN length mean for the PINs that users have.
import { and, inArray, isNotNull, ne, sql } from 'drizzle-orm';
import type { SignInStyle } from '../../../contract/endpoints/organization.ts';
import { type PinChange, pinLengthRange } from '../../../contract/fields.ts';
import type { Context } from '../../context.ts';
import { lookUpKeyOfSealed } from '../../crypto/pin-secret.ts';
import type { SecretKeys } from '../../crypto/secret-keys.ts';
import type { Queries } from '../../database/database.ts';
import { type organizations, pinSessions, users } from '../../database/schema.ts';

/** Between so many PINs that are opened, other requests get their turn. */
export const openedAtOnce = 500;

/**
 * Why somebody has to choose a new PIN; `null`: they don’t. The length is compared anew each time, so a policy that is
 * changed back asks nobody. A PIN that must be changed and does not expire is one that a revoked device knew 10 bits of.
 * @param wantedLength of PINs in the organization; without it the length is not looked at
 */
export function findPinChange(
  {
    pinMustChange,
    pinExpiresAt,
    pinLength,
  }: Pick<typeof users.$inferSelect, 'pinMustChange' | 'pinExpiresAt' | 'pinLength'>,
  wantedLength: number | null = pinLength,
): PinChange | null {
  if (pinMustChange) return pinExpiresAt === null ? 'device-revoked' : 'temporary';
  return pinLength === null || pinLength === wantedLength ? null : 'length';
}

type PinHolder = Pick<
  typeof users.$inferSelect,
  'id' | 'firstName' | 'lastName' | 'username' | 'pinLength'
> & { pinSealed: Buffer };

/** Everybody who has a PIN, suspended users too. */
export async function readPinHolders(tx: Queries): Promise<PinHolder[]> {
  const rows = await tx
    .select({
      id: users.id,
      firstName: users.firstName,
      lastName: users.lastName,
      username: users.username,
      pinLength: users.pinLength,
      pinSealed: users.pinSealed,
    })
    .from(users)
    .where(and(isNotNull(users.pinSealed), ne(users.state, 'deleted')))
    // Those who lose their PIN are named in this order.
    .orderBy(users.createdAt, users.id);
  return rows.flatMap(({ pinSealed, ...row }) => (pinSealed ? [{ ...row, pinSealed }] : []));
}

/** Parts the holders by whether somebody else has the same PIN; `lookups` are those of the ones who have theirs alone. */
export async function findSharedPins(keys: SecretKeys, holders: readonly PinHolder[]) {
  const byPin = new Map<string, PinHolder[]>();
  for (const [at, holder] of holders.entries()) {
    const lookup = lookUpKeyOfSealed(keys, holder.id, holder.pinSealed).toString('hex');
    const same = byPin.get(lookup);
    if (same) same.push(holder);
    else byPin.set(lookup, [holder]);
    if (at % openedAtOnce === openedAtOnce - 1) await new Promise(setImmediate);
  }
  const sharers: PinHolder[] = [];
  const lookups: { id: string; lookup: Buffer }[] = [];
  for (const [lookup, [first, ...others]] of byPin) {
    if (first && others.length === 0) lookups.push({ id: first.id, lookup: Buffer.from(lookup, 'hex') });
    else if (first) sharers.push(first, ...others);
  }
  return { sharers, lookups };
}

async function takePinsAway(tx: Queries, ids: string[], revision: number, now: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(users)
    .set({
      pinSealed: null,
      pinLookup: null,
      pinLength: null,
      pinSetAt: now,
      pinMustChange: false,
      pinExpiresAt: null,
      pinFailures: 0,
      revision,
    })
    .where(inArray(users.id, ids));
  await tx.delete(pinSessions).where(inArray(pinSessions.userId, ids));
}

/**
 * Fits everybody's PIN to another sign-in style, in the transaction that changes it and holds the organization's lock.
 * Where the PIN alone says who somebody is, nobody can keep one that another user has, too: whoever kept it would sign
 * in as them.
 * @returns those who lost their PIN
 */
export async function changeSignInStyle(
  { keys, clock }: Pick<Context, 'keys' | 'clock'>,
  tx: Queries,
  style: SignInStyle,
  revision: number,
): Promise<PinHolder[]> {
  if (style === 'name-then-pin') {
    await tx.update(users).set({ pinLookup: null }).where(isNotNull(users.pinLookup));
    return [];
  }
  const { sharers, lookups } = await findSharedPins(keys, await readPinHolders(tx));
  await takePinsAway(
    tx,
    sharers.map(({ id }) => id),
    revision,
    clock(),
  );
  await tx.execute(sql`
    update users set pin_lookup = found.lookup
    from unnest(${sql.param(lookups.map(({ id }) => id))}::uuid[], ${sql.param(lookups.map(({ lookup }) => lookup))}::bytea[]) as found(id, lookup)
    where users.id = found.id`);
  return sharers;
}

/** The lengths of the PINs that work now, and the one that is wanted, shortest first. */
export async function findPinLengths(
  tx: Queries,
  { id, pinLength }: Pick<typeof organizations.$inferSelect, 'id' | 'pinLength'>,
): Promise<number[]> {
  const { rows } = await tx.execute<{ length: number }>(sql`
    select possible.length from generate_series(${pinLengthRange.min}::int, ${pinLengthRange.max}::int) as possible(length)
    where possible.length = ${pinLength} or exists (
      select 1 from users where organization_id = ${id} and pin_length = possible.length
        and pin_sealed is not null and state = 'active' and not partner_suspended)
    order by possible.length`);
  return rows.map(({ length }) => length);
}
