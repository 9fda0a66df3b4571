// The audit trail as a file: whole, in the order of its chain, harmless in a spreadsheet.
import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  exportAuditEvents,
  listAuditEvents,
  verifyAuditTrail,
} from '../../src/contract/endpoints/audit-events.ts';
import { type NewAuditEvent, recordAuditEvents } from '../../src/server/domain/access/audit.ts';
import { codeOf, readAnswer } from './harness/api-client.ts';
import { makeServer } from './harness/server-of-file.ts';
import { TestDevice } from './harness/test-device.ts';
import {
  addMember,
  addUnit,
  addUser,
  limitToUnits,
  type Member,
  setUpOrganization,
} from './harness/test-organization.ts';
import type { TestServer } from './harness/test-server.ts';

let server: TestServer;
let owner: Member;
let organizationId: string;
beforeAll(async () => {
  server = await makeServer();
  owner = await setUpOrganization(server);
  organizationId = owner.session.organization.id;
});

const record = (events: Partial<NewAuditEvent>[]) =>
  server.context.database.inOrganization(organizationId, (tx) =>
    recordAuditEvents(
      tx,
      events.map((event) => ({ organizationId, at: server.clock.now, action: 'user.changed', ...event })),
    ),
  );

const fetchFile = ({ client }: Pick<Member, 'client'>, query: Record<string, string>) =>
  client.callRaw(exportAuditEvents, { query });

type Line = {
  sequence: number;
  hash: string;
  hashBefore: string;
  hashed?: string;
  subject: string | null;
  action: string;
};

async function fetchLines(
  member: Pick<Member, 'client'>,
  query: Record<string, string> = {},
): Promise<Line[]> {
  const { status, body } = await fetchFile(member, { format: 'ndjson', ...query });
  expect(status).toBe(200);
  return String(body)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const sha256 = (...parts: (string | Buffer)[]) =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

it('is a file to keep, which no cache keeps', async () => {
  const { headers } = await fetchFile(owner, { format: 'csv' });
  expect(headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(headers.get('content-disposition')).toMatch(
    /^attachment; filename="floorkey-audit-trail-\d{4}-\d{2}-\d{2}\.csv"$/,
  );
  expect(headers.get('cache-control')).toBe('no-store');
  const lines = await fetchFile(owner, { format: 'ndjson' });
  expect(lines.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
});

it('holds every event up to its own, each with its place and hash, so that anybody can check the chain', async () => {
  // More than are read at once.
  await record(Array.from({ length: 4500 }, (_, number) => ({ subject: `event ${number}` })));
  const { newestHash, events } = await owner.client.succeed(verifyAuditTrail, {});
  const lines = await fetchLines(owner);
  expect(lines.map(({ sequence }) => sequence)).toEqual(Array.from({ length: events }, (_, at) => at + 1));
  let before = sha256(organizationId);
  for (const { hashBefore, hash, hashed = '' } of lines) {
    expect(hashBefore).toBe(before);
    expect(sha256(Buffer.from(before, 'hex'), hashed)).toBe(hash);
    before = hash;
  }
  expect(before).toBe(newestHash);
  expect(JSON.parse(lines.at(-1)?.hashed ?? '')).toMatchObject({ subjectName: 'event 4499' });
});

it('notes who took it along, and what of it', async () => {
  const from = '2020-01-01T00:00:00.000Z';
  await fetchFile(owner, { format: 'csv', from, action: 'devices', personId: owner.session.user.id });
  const { events } = await owner.client.succeed(listAuditEvents, { query: { action: 'audit.exported' } });
  expect(events[0]).toMatchObject({
    actor: { id: owner.session.user.id },
    detail: { format: 'csv', from, only: 'devices', personId: owner.session.user.id },
  });
});

it('holds what the filters leave', async () => {
  const { id } = await addUser(owner.client, 'staff');
  await record([{ subjectId: id, subject: 'about them' }]);
  const lines = await fetchLines(owner, { personId: id, action: 'user.changed' });
  expect(lines.map(({ subject }) => subject)).toEqual(['about them']);
  expect(lines[0]?.hashBefore).not.toBe(sha256(organizationId));
});

describe('in a spreadsheet', () => {
  const guards = {
    '=1+1': "'=1+1",
    '+1': "'+1",
    '-1': "'-1",
    '@SUM(A1)': "'@SUM(A1)",
    '\t=1': "'\t'=1",
    '\r=1': "'\r'=1",
    "x;=cmd|'/c calc'!A1": "x;'=cmd|'/c calc'!A1",
  };
  const formulas = Object.keys(guards);

  it('is text in every cell, with its commas, quotes and lines', async () => {
    const strange = 'a, "b"\r\nc; Zoë 👩‍🏭';
    await record([...formulas, strange].map((subject) => ({ action: 'unit.changed', subject })));
    const { body } = await fetchFile(owner, { format: 'csv', action: 'unit.changed' });
    const text = String(body);
    const rows: Record<string, string>[] = parse(text, { bom: true, columns: true });
    expect(rows.map((row) => row.Subject)).toEqual([...Object.values(guards), strange]);
    expect(Object.keys(rows[0] ?? {})).toEqual([
      'Number',
      'Time (UTC)',
      'What',
      'Action',
      'Person',
      'Person id',
      'Device',
      'Device id',
      'Subject',
      'Subject id',
      'Details',
      'Address',
      'Hash before',
      'Hash',
    ]);
    expect(rows[0]).toMatchObject({ What: 'Changed a unit', Action: 'unit.changed' });
    expect(rows[1]?.['Hash before']).toBe(rows[0]?.Hash);
  });

  it('knows its letters by the mark at the beginning', async () => {
    const response = await owner.client.send('/api/audit-events/export?format=csv');
    expect(Buffer.from(await response.arrayBuffer()).subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  });
});

it('holds for one who is limited to units what they see, and names nobody from above by id', async () => {
  const yard = await addUnit(server, organizationId, 'Yard');
  const limited = await addMember(server, owner.client, 'admin');
  await limitToUnits(server, organizationId, limited.user.id, [yard]);
  const { id } = await addUser(owner.client, 'staff');
  await limitToUnits(server, organizationId, id, [yard]);
  await record([
    { actorId: owner.session.user.id, subjectId: id, subject: 'ours' },
    { actorId: owner.session.user.id, subject: 'theirs' },
  ]);
  const lines = await fetchLines(limited);
  const subjects = lines.map(({ subject }) => subject);
  expect(subjects).toContain('ours');
  expect(subjects).not.toContain('theirs');
  expect(JSON.stringify(lines)).not.toContain(owner.session.user.id);
});

it('can’t be asked for by a page of another site, and leaves no note of such a try', async () => {
  const count = async () => (await owner.client.succeed(verifyAuditTrail, {})).events;
  const before = await count();
  for (const site of ['cross-site', 'same-site']) {
    const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    const answer = await owner.client.callRaw(exportAuditEvents, { query: { format: 'csv' } }, headers);
    expect(codeOf(answer)).toBe('cross_site');
  }
  expect(await count()).toBe(before);
  const own = await owner.client.callRaw(
    exportAuditEvents,
    { query: { format: 'csv' } },
    { 'sec-fetch-site': 'same-origin' },
  );
  expect(own.status).toBe(200);
});

it('is not for a PIN session, whatever the role', async () => {
  const tablet = await TestDevice.make(server.url);
  await tablet.authorize(owner.client, 'Counter 1');
  await addUser(owner.client, 'owner', { pin: '718305' });
  expect((await tablet.signInWithPin('718305')).status).toBe(200);
  const answer = await tablet.callRaw(exportAuditEvents, { query: { format: 'csv' } });
  expect(codeOf(answer)).toBe('assurance_too_low');
});

it('survives a reader who leaves in the middle', async () => {
  const leaving = new AbortController();
  const response = await owner.client.send('/api/audit-events/export?format=ndjson', {
    signal: leaving.signal,
  });
  const reader = response.body?.getReader();
  await reader?.read();
  leaving.abort();
  const answer = await readAnswer(await owner.client.send('/api/session'));
  expect(answer.status).toBe(200);
  expect((await fetchLines(owner)).length).toBeGreaterThan(4500);
});
