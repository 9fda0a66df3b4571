// What must hold when everything is whole again: the check at the end of a history.

import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { verifyAuditTrail } from '../../../src/server/domain/audit/verify-audit-trail.ts';
import type { ModelTablet } from './model-tablet.ts';
import { inOneForm, rosterFor } from './organization.ts';
import { readStored } from './run-on-tablet.ts';
import { sync } from './sync-tablet.ts';
import type { World } from './world.ts';

type Row = { hash: string; sequence: number; reasons: string[] };

async function readRows({ server }: World, { id }: ModelTablet): Promise<Row[]> {
  const rows = await server.query(
    'select hash, sequence::int, reasons from device_events where device_id = $1 order by position',
    [id],
  );
  return rows.map(({ hash, sequence, reasons }) => ({
    hash: String(hash),
    sequence: Number(sequence),
    reasons: Array.isArray(reasons) ? reasons.map(String) : [],
  }));
}

async function checkEvents(world: World, tablet: ModelTablet, wasWipedEarly: boolean): Promise<void> {
  const rows = await readRows(world, tablet);
  const hashes = rows.map(({ hash }) => hash);
  expect(new Set(hashes).size, 'an event is there twice').toBe(hashes.length);
  const owed = [...tablet.noted.values()].filter(({ hash }) => !tablet.undone.has(hash));
  const missing = owed.filter(({ hash }) => !hashes.includes(hash)).map(({ sequence }) => sequence);
  // A revoked tablet that could not send anything in its last minute took its events with it.
  if (!wasWipedEarly) expect(missing, 'events that never came').toEqual([]);
  if (tablet.wasPutBack) return;
  expect(rows.map(({ sequence }) => sequence)).toEqual(rows.map((_, at) => at + 1));
}

async function checkTablet(world: World, tablet: ModelTablet): Promise<void> {
  const wasWipedEarly = tablet.isWiped;
  tablet.isOnline = true;
  if (!wasWipedEarly) {
    expect(await sync(world, tablet)).toBe(tablet.revokedAt === null ? 'pulled' : 'wiped');
  }
  await checkEvents(world, tablet, wasWipedEarly);
  if (tablet.isWiped) return;
  const stored = await readStored(world, tablet);
  expect(stored.outbox, 'the outbox').toEqual([]);
  expect(stored.tries, 'the spent tries').toEqual({ device: 0, users: {} });
}

/** What the server counts of wrong PINs is what was typed, here or there. */
async function checkFailures({ server, organization }: World): Promise<void> {
  const rows = await server.query('select id, pin_failures from users where organization_id = $1', [
    organization.id,
  ]);
  const counted = new Map(rows.map(({ id, pin_failures }) => [id, pin_failures]));
  const users = [...organization.users.values()];
  const wanted = users.map(({ username, failures }) => [username, failures]);
  expect(
    users.map(({ id, username }) => [username, counted.get(id)]),
    'the wrong PINs of people',
  ).toEqual(wanted);
}

/** Heals everything, lets every tablet sync until it is quiet, and looks at all that must hold. */
export async function checkEnd(world: World): Promise<void> {
  const { server, organization, tablets } = world;
  server.clock.advance(1000);
  for (const tablet of tablets) await checkTablet(world, tablet);
  // What one tablet sent may change what another one may hold.
  for (const tablet of tablets.filter(({ isWiped }) => !isWiped)) {
    expect(await sync(world, tablet)).toBe('pulled');
    const stored = await readStored(world, tablet);
    expect(inOneForm(stored), 'the roster at the end').toEqual(rosterFor(organization, tablet.unitId));
  }
  await checkFailures(world);
  const audit = await server.context.database.inOrganization(organization.id, async (tx) => {
    await tx.execute(sql`set transaction isolation level repeatable read, read only`);
    return verifyAuditTrail(tx, organization.id);
  });
  expect(audit).toMatchObject({ intact: true, firstBroken: null });
}
