// One-time links: made, looked at, redeemed once, voided (OWASP Forgot Password, "URL Tokens").
import { and, eq, gt, isNull } from 'drizzle-orm';
import { linkMinutes } from '../../../contract/durations.ts';
import type { Context } from '../../context.ts';
import { isSecretOf, makeToken, parseToken } from '../../crypto/tokens.ts';
import type { Queries } from '../../database/database.ts';
import type { LinkKind } from '../../database/schema/links.ts';
import { oneTimeLinks } from '../../database/schema.ts';
import { ProblemError } from '../access/problem-error.ts';

const minuteMs = 60_000;

/** How long each kind of link works, in milliseconds. */
export const linkLifetimes: Readonly<Record<LinkKind, number>> = {
  invitation: linkMinutes.invitation * minuteMs,
  'password-reset': linkMinutes['password-reset'] * minuteMs,
  'email-change': linkMinutes['email-change'] * minuteMs,
  'email-change-stop': linkMinutes['email-change-stop'] * minuteMs,
};

const linkPaths: Readonly<Record<LinkKind, string>> = {
  invitation: '/invite',
  'password-reset': '/reset-password',
  'email-change': '/confirm-email',
  'email-change-stop': '/stop-email-change',
};

export type OneTimeLink = typeof oneTimeLinks.$inferSelect;

type LinkTarget = {
  organizationId: string;
  userId: string;
  kind: LinkKind;
  email: string;
  /** It is shown instead of mailed. */
  isShown?: true;
  stopsLinkId?: string;
};

/** Whether a link is neither spent nor voided; it may have expired. */
export const isOpenLink = and(isNull(oneTimeLinks.usedAt), isNull(oneTimeLinks.voidedAt));

/** Ends the links of one kind that a user still has open, in the transaction that takes away what they stand for. */
export async function voidLinks(tx: Queries, userId: string, kind: LinkKind, now: Date): Promise<void> {
  await tx
    .update(oneTimeLinks)
    .set({ voidedAt: now })
    .where(and(eq(oneTimeLinks.userId, userId), eq(oneTimeLinks.kind, kind), isOpenLink));
}

/**
 * Makes a link; the one before of the same kind for the same user dies, unless it is a way to stop a change: a thief would
 * only need to ask for a second change. Its code stands behind `#`, which browsers send to no server.
 * @returns the whole address: the only time that it is in clear
 */
export async function makeLink(
  { publicUrl, clock }: Pick<Context, 'publicUrl' | 'clock'>,
  tx: Queries,
  target: LinkTarget,
): Promise<{ linkId: string; link: string; expiresAt: Date }> {
  const now = clock();
  if (target.kind !== 'email-change-stop') await voidLinks(tx, target.userId, target.kind, now);
  const { id: linkId, token, secretHash } = makeToken();
  const expiresAt = new Date(now.getTime() + linkLifetimes[target.kind]);
  await tx.insert(oneTimeLinks).values({ id: linkId, secretHash, ...target, createdAt: now, expiresAt });
  return { linkId, link: `${publicUrl}${linkPaths[target.kind]}#code=${token}`, expiresAt };
}

/** The refusal of a link that was used or voided; it tells not which. */
export function linkInvalid(): ProblemError {
  return new ProblemError(
    'link_invalid',
    'This link was used before, or replaced by a newer one. Open the newest email.',
  );
}

/** The refusal of a code that no link has: cut off, mistyped, or swept away long ago; whether its id is known it tells not. */
export function linkUnknown(
  detail = 'This code is not right, or its link is no longer known. Copy all of it, or the whole link, from the newest email. If that doesn’t help, ask for a new one.',
): ProblemError {
  return new ProblemError('link_unknown', detail);
}

/**
 * Finds the link of a code, whatever became of it since. It may be used, voided or expired.
 * @throws ProblemError `link_unknown` when there is none with this secret
 */
export async function findLink(
  { database }: Pick<Context, 'database'>,
  code: string,
  kind: LinkKind,
): Promise<OneTimeLink> {
  const parsed = parseToken(code);
  if (!parsed) throw linkUnknown();
  const [link] = await database.lookUp
    .select()
    .from(oneTimeLinks)
    .where(and(eq(oneTimeLinks.id, parsed.id), eq(oneTimeLinks.kind, kind)));
  if (!link || !isSecretOf(parsed.secret, link.secretHash)) throw linkUnknown();
  return link;
}

/** @throws ProblemError `link_invalid` when it was used or voided, `link_expired` when its time is over */
export function requireOpenLink(link: OneTimeLink, now: Date): void {
  if (link.usedAt || link.voidedAt) throw linkInvalid();
  if (link.expiresAt > now) return;
  throw new ProblemError('link_expired', 'This link has expired. Ask for a new one.');
}

/**
 * Uses a link up in the transaction of what it is for: of many at once exactly one gets through.
 * Not yet verified by this: the secret (`findLink` does), and whether the user may still do it.
 */
export async function spendLink(tx: Queries, link: OneTimeLink, now: Date): Promise<void> {
  requireOpenLink(link, now);
  const spent = await tx
    .update(oneTimeLinks)
    .set({ usedAt: now })
    .where(and(eq(oneTimeLinks.id, link.id), isOpenLink, gt(oneTimeLinks.expiresAt, now)))
    .returning({ id: oneTimeLinks.id });
  if (spent.length === 0) throw linkInvalid();
}

/** Tells whether a user has a link of a kind that was neither used nor voided; it may have expired. */
export async function hasOpenLink(tx: Queries, userId: string, kind: LinkKind): Promise<boolean> {
  const [link] = await tx
    .select({ id: oneTimeLinks.id })
    .from(oneTimeLinks)
    .where(and(eq(oneTimeLinks.userId, userId), eq(oneTimeLinks.kind, kind), isOpenLink));
  return link !== undefined;
}
