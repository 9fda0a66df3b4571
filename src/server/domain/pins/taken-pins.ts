// How often it is told that somebody has a PIN: each such answer is somebody's PIN, so there are few of them in a day.
import { and, eq, ne } from 'drizzle-orm';
import type { Queries } from '../../database/database.ts';
import { attemptLimits, users } from '../../database/schema.ts';
import type { Act } from '../access/act.ts';
import { countInDay, readDay } from '../access/day-budget.ts';
import { readOrganization } from '../access/organization-row.ts';
import { fieldProblem, ProblemError } from '../access/problem-error.ts';
import { requireOwnSecret, type SignedIn } from '../access/signed-in.ts';
import { findFreePin, type PreparedPin } from './user-pin.ts';

/** So many PINs that somebody has one user is told of in a day, in whatever way they offer them. */
export const toldOnePerson = 3;
/**
 * So many all users of an organization are told of, those who look after others and those who choose their own; and as
 * many all users of a partner, so that an outside company uses up its own day alone.
 */
export const toldOrganization = 20;
/** So many of these are kept for users who choose a PIN of their own, and must. */
export const keptForOwn = 10;
/** So large a part of all PINs an organization, or a partner, is offered in a day; one user half of that. */
const offeredShare = 1 / 50;
/** So many PINs for oneself one user is offered in a day. */
export const ownOffers = 10;
/** So many times a day it is told how many users share a PIN. */
export const previewsOnePerson = 5;
export const previewsOrganization = 10;

const suggestionMs = 3_600_000;

type Budget = { key: string; most: number };

const budgetsOf = (
  what: string,
  { organizationId, user }: SignedIn,
  [person, all]: readonly [number, number],
): Budget[] => [
  { key: `${what}/user:${user.id}`, most: person },
  {
    key: user.partnerId ? `${what}/partner:${user.partnerId}` : `${what}/organization:${organizationId}`,
    most: all,
  },
];

async function findLeft(tx: Queries, budgets: readonly Budget[], now: Date): Promise<number> {
  let left = Number.POSITIVE_INFINITY;
  for (const { key, most } of budgets) left = Math.min(left, most - (await readDay(tx, key, now)));
  return Math.max(left, 0);
}

/** Whoever is beyond their own budget uses up nothing of the one of all. @returns whether that was within both */
async function countIn(tx: Queries, budgets: readonly Budget[], times: number, now: Date): Promise<boolean> {
  for (const { key, most } of budgets) if ((await countInDay(tx, key, times, now)).used > most) return false;
  return true;
}

const takenPins = (signedIn: SignedIn, isOwn: boolean) =>
  budgetsOf('taken-pins', signedIn, [
    toldOnePerson,
    isOwn ? toldOrganization : toldOrganization - keptForOwn,
  ]);

/** The answer to a PIN that somebody else has; it doesn't say who. */
export function pinTaken(field = 'pin'): ProblemError {
  return fieldProblem('pin_taken', field, 'Choose another PIN, or generate one.');
}

function usedUp(field: string, isOwn: boolean): ProblemError {
  return fieldProblem(
    'too_many_attempts',
    field,
    isOwn
      ? 'You’ve reached today’s limit for choosing PINs. Generate one instead.'
      : 'You’ve reached today’s limit for choosing PINs. Generate one, or give a temporary PIN.',
  );
}

const suggestion = ({ user }: SignedIn, pinLookup: Buffer) =>
  `suggested-pin/user:${user.id}/${pinLookup.toString('hex')}`;

/** What a suggested PIN is remembered by: who asked for it may store it in the next hour, whatever was told in the day. */
async function noteSuggestion(tx: Queries, key: string, now: Date): Promise<void> {
  const expire = now.getTime() + suggestionMs;
  await tx
    .insert(attemptLimits)
    .values({ key, points: 1, expire })
    .onConflictDoUpdate({ target: attemptLimits.key, set: { expire } });
}

/**
 * Whether a PIN was suggested to who offers it now. Each suggestion is good for one answer; where the caller's transaction
 * is undone, which tells that nobody has the PIN, it stays for the next time that the form is sent.
 */
async function takeSuggestion(tx: Queries, key: string, now: Date): Promise<boolean> {
  const [noted] = await tx
    .delete(attemptLimits)
    .where(eq(attemptLimits.key, key))
    .returning({ expire: attemptLimits.expire });
  return (noted?.expire ?? 0) > now.getTime();
}

/** Suggests a PIN that nobody has. It counts once there is one: a server that is too busy to find it takes nothing away. */
async function suggest(
  { context, signedIn }: Act,
  findBudgets: (tx: Queries) => Promise<Budget[]> | Budget[],
  otherWay: string,
): Promise<string> {
  const { organizationId } = signedIn;
  const now = context.clock();
  const message = `You’ve reached today’s limit for generated PINs. ${otherWay}`;
  const refusal = new ProblemError('too_many_attempts', message);
  const inOrganization = <T>(work: (tx: Queries) => Promise<T>) =>
    context.database.inOrganization(organizationId, work);
  if ((await inOrganization(async (tx) => findLeft(tx, await findBudgets(tx), now))) === 0) throw refusal;
  const { pin, pinLookup } = await findFreePin(context, organizationId);
  await inOrganization(async (tx) => {
    // Of many at once, just those within the limit.
    if (!(await countIn(tx, await findBudgets(tx), 1, now))) throw refusal;
    await noteSuggestion(tx, suggestion(signedIn, pinLookup), now);
  });
  return pin;
}

const offeredPins = (signedIn: SignedIn, all: number) => budgetsOf('offered-pins', signedIn, [all / 2, all]);

/**
 * A PIN for oneself, out of a budget that nobody else can use up; it counts among those that all are offered, too.
 * @throws ProblemError `too_many_attempts`
 */
export async function suggestOwnPin(act: Act): Promise<string> {
  const { signedIn } = act;
  if (signedIn.kind === 'account') requireOwnSecret(signedIn);
  const own = { key: `own-pin-offers/user:${signedIn.user.id}`, most: ownOffers };
  const budgets = [own, ...offeredPins(signedIn, Number.POSITIVE_INFINITY)];
  return suggest(act, () => budgets, 'Choose one yourself, or try again tomorrow.');
}

/**
 * A PIN for a form about somebody else. Each offer tells that nobody has this one, so that all of a day together may be but
 * a small part of all PINs: of short ones, the taken ones would soon be those that are never offered.
 * @throws ProblemError `too_many_attempts`
 */
export async function suggestPin(act: Act): Promise<string> {
  const { signedIn } = act;
  const findBudgets = async (tx: Queries) => {
    const { signInStyle, pinLength } = await readOrganization(tx, signedIn.organizationId);
    // Where the name says who it is, no PIN is taken.
    return offeredPins(
      signedIn,
      signInStyle === 'pin' ? offeredShare * 10 ** pinLength : Number.POSITIVE_INFINITY,
    );
  };
  return suggest(act, findBudgets, 'Give a temporary PIN, or try again tomorrow.');
}

/** A PIN that somebody chose for themselves or for another. */
export type OfferedPin = {
  pin: PreparedPin | null;
  /** Whose it is to be. */
  userId: string;
  /** The outside company of that user. */
  partnerId: string | null;
  field: string;
  isOwn: boolean;
};

/**
 * Whether a chosen PIN can be stored: the one place that tells that somebody has it. Once the budget is used up every one
 * is refused, before it is looked for, but those that the server has suggested. What is used of it stays, so the refusal is returned, and thrown after the commit.
 * The caller holds the organization's lock, under which every PIN is stored.
 */
export async function findPinRefusal(
  tx: Queries,
  { context: { clock }, signedIn }: Act,
  { pin, userId, partnerId, field, isOwn }: OfferedPin,
): Promise<ProblemError | null> {
  // Where the name says who it is, two users may have the same PIN.
  if (!pin?.pinLookup) return null;
  const now = clock();
  const isSuggested = await takeSuggestion(tx, suggestion(signedIn, pin.pinLookup), now);
  if (partnerId !== null && !isOwn && !isSuggested) {
    const message = 'PINs of partner users are generated. Choose “Generate PIN”.';
    return fieldProblem('validation_failed', field, message);
  }
  const budgets = takenPins(signedIn, isOwn);
  // That nobody has a suggested one is told already.
  if (!isSuggested && (await findLeft(tx, budgets, now)) === 0) return usedUp(field, isOwn);
  const [holder] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.pinLookup, pin.pinLookup), ne(users.id, userId)));
  if (!holder) return null;
  await countIn(tx, budgets, 1, now);
  return pinTaken(field);
}

/**
 * Whether an import may show which of its rows have a PIN that somebody has, by giving them another one; each counts. The
 * caller holds the organization's lock.
 * @param findTaken is asked only while there is something left to be told
 * @returns the rows that may show, or `all`: every row gets a PIN that the server makes
 */
export async function findTakenRows(
  tx: Queries,
  { context: { clock }, signedIn }: Act,
  findTaken: () => Promise<readonly number[]>,
): Promise<readonly number[] | 'all'> {
  if (signedIn.user.partnerId !== null) return 'all';
  const now = clock();
  const budgets = takenPins(signedIn, false);
  const left = await findLeft(tx, budgets, now);
  if (left === 0) return 'all';
  const taken = await findTaken();
  if (taken.length > 0) await countIn(tx, budgets, Math.min(taken.length, left), now);
  return taken.length > left ? 'all' : taken;
}

/** Whether it may be told once more how many users share a PIN; if so, that is counted. */
export async function mayTellOfShared(tx: Queries, { context: { clock }, signedIn }: Act): Promise<boolean> {
  const budgets = budgetsOf('shared-pins', signedIn, [previewsOnePerson, previewsOrganization]);
  return countIn(tx, budgets, 1, clock());
}
