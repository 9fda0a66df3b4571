// Who does something, and from where: one value that a call hands down, and by which an audit event knows its author.
import { inArray } from 'drizzle-orm';
import type { AuditAction } from '../../../contract/audit-actions.ts';
import type { Context } from '../../context.ts';
import type { Queries } from '../../database/database.ts';
import { users } from '../../database/schema.ts';
import { type NewAuditEvent, recordAuditEvents } from './audit.ts';
import type { KnownDevice } from './device-identity.ts';
import { displayName } from './display-name.ts';
import type { Origin, SignedIn } from './signed-in.ts';

/** Something is asked for, by whomever. */
export type Ask = { context: Context; origin: Origin };

/** Somebody who is signed in does something, by a call or by a job in their name. */
export type Act = Ask & { signedIn: SignedIn };

/** A device does something. */
export type DeviceAct = Ask & { device: KnownDevice };

type Author =
  | Pick<Act, 'signedIn'>
  | { device: Pick<KnownDevice, 'id' | 'organizationId'> }
  /** Somebody who has just shown who they are: by a link, a password or a passkey. */
  | { person: { organizationId: string; userId: string } }
  /** Nobody knows who it is: only whose trail it belongs to. */
  | { organizationId: string };

type Recorded = Author & { context: Pick<Context, 'clock'>; origin: Pick<Origin, 'address'> };

/** What an event tells besides; an actor or device of its own where it is not the author’s. */
type About = Pick<NewAuditEvent, 'actorId' | 'deviceId' | 'detail'> &
  // Never an id without the name: the trail outlives the one who had it.
  ({ subjectId?: never; subject?: string } | { subjectId: string | null; subject: string | null });

/** One of several events of an author. */
export type RecordedEvent = { action: AuditAction } & About;

function describeAuthor(author: Author): Pick<NewAuditEvent, 'organizationId' | 'actorId' | 'deviceId'> {
  // What stands beside a caller goes before it.
  if ('organizationId' in author) return { organizationId: author.organizationId };
  if ('person' in author)
    return { organizationId: author.person.organizationId, actorId: author.person.userId };
  if ('device' in author) return { organizationId: author.device.organizationId, deviceId: author.device.id };
  const { organizationId, user, deviceId } = author.signedIn;
  return { organizationId, actorId: user.id, deviceId };
}

/** What an event tells of a user whom it is about. */
export function aboutUser(user: { id: string } & Parameters<typeof displayName>[0]) {
  return { subjectId: user.id, subject: displayName(user) };
}

/** What events tell of users of whom only the ids are known; no name where there is no such user. */
export async function describePeople(tx: Queries, ids: readonly (string | null | undefined)[]) {
  const known = ids.filter((id) => id != null);
  const rows = known.length > 0 ? await tx.select().from(users).where(inArray(users.id, known)) : [];
  const names = new Map(rows.map((user) => [user.id, displayName(user)]));
  return (id: string | null | undefined) => ({ subjectId: id ?? null, subject: names.get(id ?? '') ?? null });
}

/** What an event tells of a device that it is about. */
export function aboutDevice({ id, name }: { id: string; name: string }) {
  return { deviceId: id, subjectId: id, subject: name };
}

/** Appends an event of somebody’s doing to the audit trail of their organization. */
export async function record(
  tx: Queries,
  act: Recorded,
  action: AuditAction,
  about: About = {},
): Promise<void> {
  await recordEach(tx, act, [{ action, ...about }]);
}

/** Appends several, in their order. */
export async function recordEach(
  tx: Queries,
  act: Recorded,
  events: readonly RecordedEvent[],
): Promise<void> {
  const base = { ...describeAuthor(act), at: act.context.clock(), address: act.origin.address };
  await recordAuditEvents(
    tx,
    events.map((event) => ({ ...base, ...event })),
  );
}
