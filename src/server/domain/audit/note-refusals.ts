// Refusals by permission in the audit trail: the first of each user at each endpoint in an hour, and how many followed.
import { and, eq, gt, sql } from 'drizzle-orm';
import type { Logger } from 'pino';
import type { ProblemCode } from '../../../contract/problem.ts';
import type { Database } from '../../database/database.ts';
import { auditEvents } from '../../database/schema.ts';
import { recordAuditEvent } from '../access/audit.ts';
import { ProblemError } from '../access/problem-error.ts';
import type { Origin, SignedIn } from '../access/signed-in.ts';

const windowMs = 3600_000;
/** So many users and endpoints are remembered at once; what comes beyond them is looked up in the trail alone. */
const windowsMost = 10_000;
const noted: ReadonlySet<ProblemCode> = new Set(['permission_missing', 'above_you', 'assurance_too_low']);

type Window = {
  readonly refused: { signedIn: SignedIn; operation: string; code: ProblemCode; address: string | null };
  readonly endsAt: number;
  /** How many came after the one that was written. */
  more: number;
};

export type Refusals = {
  /** Takes note of an error that somebody who is signed in got, if it is a refusal. Never throws, and nobody waits for it. */
  note(signedIn: SignedIn, operation: string, error: unknown, origin: Origin): void;
};

/**
 * Counts in memory, so that a refusal costs its answer nothing and a flood of them the trail one line an hour. Each
 * window that is over and had more than its first is told by a second line, once anything is refused again.
 */
export function createRefusals({
  database,
  clock,
  log,
}: {
  database: Database;
  clock: () => Date;
  log: Logger;
}): Refusals {
  const windows = new Map<string, Window>();

  async function write({ refused, more }: Window, at: Date): Promise<void> {
    const { signedIn, operation, code, address } = refused;
    const { organizationId, user, deviceId } = signedIn;
    await database.inOrganization(organizationId, async (tx) => {
      const [told] = await tx
        .select({ id: auditEvents.id })
        .from(auditEvents)
        .where(
          and(
            eq(auditEvents.organizationId, organizationId),
            eq(auditEvents.actorId, user.id),
            eq(auditEvents.action, 'access.refused'),
            gt(auditEvents.at, new Date(at.getTime() - windowMs)),
            sql`${auditEvents.detail} ->> 'operation' = ${operation} and ${auditEvents.detail} ->> 'more' is null`,
          ),
        )
        .limit(1);
      // Another process, or this one before its last start, has written it.
      if (told && more === 0) return;
      await recordAuditEvent(tx, {
        organizationId,
        at,
        action: 'access.refused',
        actorId: user.id,
        deviceId,
        detail: { operation, code, ...(more > 0 ? { more } : {}) },
        address,
      });
    });
  }

  function start(window: Window, at: Date): void {
    void write(window, at).catch((error: unknown) =>
      log.warn({ err: error }, 'a refusal could not be noted'),
    );
  }

  function endWindows(now: number): void {
    for (const [key, window] of windows) {
      // They stand in the order in which they end.
      if (window.endsAt > now) return;
      windows.delete(key);
      if (window.more > 0) start(window, new Date(window.endsAt));
    }
  }

  return {
    note: (signedIn, operation, error, { address }) => {
      if (!(error instanceof ProblemError) || !noted.has(error.code)) return;
      const at = clock();
      endWindows(at.getTime());
      const key = `${signedIn.user.id}/${operation}`;
      const open = windows.get(key);
      if (open) {
        open.more += 1;
        return;
      }
      const refused = { signedIn, operation, code: error.code, address };
      const window = { refused, endsAt: at.getTime() + windowMs, more: 0 };
      if (windows.size < windowsMost) windows.set(key, window);
      start(window, at);
    },
  };
}
