// Looks at the events that came to the server: whose they are, and whether what the server thinks of each one is right.
import { expect } from 'vitest';
import type { ModelTablet, Noted } from './model-tablet.ts';
import { mayUse } from './organization.ts';
import type { World } from './world.ts';

const failuresMost = 10;

type Row = { hash: string; sequence: number; kind: string; reasons: string[] };

async function readNewRows(world: World): Promise<(Row & { tablet: ModelTablet; noted: Noted })[]> {
  const { server, organization, tablets } = world;
  const rows = await server.query(
    `select position::int, device_id, hash, sequence::int, kind, reasons from device_events
     where organization_id = $1 and position > $2 order by position`,
    [organization.id, world.position],
  );
  return rows.map((row) => {
    world.position = Number(row.position);
    const hash = String(row.hash);
    const tablet = tablets.find(({ id }) => id === row.device_id);
    const noted = tablet?.noted.get(hash);
    if (!tablet || !noted) throw new Error('the server has an event that no tablet noted');
    expect(world.taken.has(hash), 'an event is there twice').toBe(false);
    world.taken.add(hash);
    const reasons = Array.isArray(row.reasons) ? row.reasons.map(String) : [];
    return { tablet, noted, hash, sequence: Number(row.sequence), kind: String(row.kind), reasons };
  });
}

/** What the server must find of a sign-in's proof, by the model's own knowledge of what was typed. */
function judgeSignIn(world: World, tablet: ModelTablet, sessionId: string): string[] {
  const typed = tablet.typed.get(sessionId);
  const user = typed && world.organization.users.get(typed.userId);
  if (!typed || !user) throw new Error('nobody typed a PIN for this event');
  const reasons = mayUse(world.organization, user, tablet.unitId) ? [] : ['not-allowed'];
  if (user.pin === typed.pin) return reasons;
  if (user.pinSetAt > typed.rosterAt) return [...reasons, 'changed-pin'];
  user.failures = Math.min(failuresMost, user.failures + 1);
  return [...reasons, 'wrong-proof'];
}

/** Numbers follow one another, and each event names the one before; where not, the server must say so. */
function judgeChain({ end }: ModelTablet, { sequence, hash, payload }: Noted): string[] {
  const { sequence: last, hash: lastHash } = end;
  if (sequence > last) Object.assign(end, { sequence, hash });
  if (sequence > last + 1) return ['gap'];
  return sequence <= last || payload.previous !== lastHash ? ['broken-chain'] : [];
}

const chained = ['gap', 'broken-chain'];
const judged = ['wrong-proof', 'changed-pin', 'unreadable-proof', 'not-allowed', 'bad-signature'];

/** Takes what is new at the server into the model. */
export async function heedServerRows(world: World): Promise<void> {
  for (const { tablet, noted, sequence, kind, reasons } of await readNewRows(world)) {
    expect(sequence).toBe(noted.sequence);
    expect(kind).toBe(noted.payload.kind);
    const found = reasons.filter((reason) => judged.includes(reason)).toSorted();
    const sessionId = String(noted.payload.sessionId);
    if (kind === 'signed-in') {
      const wanted = judgeSignIn(world, tablet, sessionId).toSorted();
      expect(found, 'what the server thinks of a sign-in').toEqual(wanted);
      tablet.judged.set(sessionId, wanted);
    } else if (kind === 'session-ended') {
      // All of a session is marked with what was wrong at its start.
      const wanted = (tablet.judged.get(sessionId) ?? []).filter((reason) => reason !== 'changed-pin');
      expect(found, 'what the server thinks of the end of a session').toEqual(wanted);
    } else {
      expect(found).toEqual([]);
      const user = world.organization.users.get(String(noted.payload.userId));
      if (kind === 'sign-in-failed' && user) user.failures = Math.min(failuresMost, user.failures + 1);
    }
    expect(
      reasons.filter((reason) => chained.includes(reason)),
      'the chain',
    ).toEqual(judgeChain(tablet, noted));
  }
}
