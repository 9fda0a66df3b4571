// The audit trail as a file to keep: for spreadsheets, or one JSON value a line.
import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { auditActions } from '../../../contract/audit-actions.ts';
import type { AuditFormat } from '../../../contract/endpoints/audit-events.ts';
import { byteOrderMark, type Separator, writeLines } from '../../../contract/spreadsheet-cell.ts';
import type { Context } from '../../context.ts';
import { auditHeads } from '../../database/schema.ts';
import { type Act, record } from '../access/act.ts';
import type { AuditFilter, AuditReader } from './audit-filter.ts';
import { describeEvent, findAuditReader, readChainedEvents } from './audit-trail.ts';
import { chainTailOf } from './chain-audit-trail.ts';

const eventsAtOnce = 2000;

type AuditExport = AuditFilter & { format: AuditFormat; separator?: Separator | undefined };

const contentTypes: Readonly<Record<AuditFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

const header = [
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
];

const actionWords = new Map<string, string>(Object.entries(auditActions));

type Line = ReturnType<typeof describeLine>;

type Row = Awaited<ReturnType<typeof readChainedEvents>>[number];

function describeLine(row: Row, reader: AuditReader) {
  const { organizationId, scope } = reader;
  const { sequence, hash, ...event } = describeEvent(row, reader);
  const start = () => createHash('sha256').update(organizationId).digest('hex');
  return {
    sequence,
    hashBefore: row.hashBefore?.toString('hex') ?? start(),
    hash,
    ...event,
    // With the hash before it in bytes, this is what the hash was made from; it names who did it from above, too.
    ...(scope ? {} : { hashed: row.hashed }),
  };
}

const writeJson = (lines: readonly Line[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

function writeCsv(lines: readonly Line[], separator: Separator): string {
  const cells = lines.map((line) => [
    line.sequence,
    line.at,
    actionWords.get(line.action) ?? line.action,
    line.action,
    line.actor?.name,
    line.actor?.id,
    line.device?.name,
    line.device?.id,
    line.subject,
    line.subjectId,
    Object.keys(line.detail).length > 0 ? JSON.stringify(line.detail) : '',
    line.address,
    line.hashBefore,
    line.hash,
  ]);
  return writeLines(cells, separator);
}

/**
 * Writes the events that match, in the order of the chain. The trail only grows and the end was fixed before, so
 * short reads one after the other are one moment of it, and a slow reader holds nothing in the database.
 */
async function* writeEvents(
  { database }: Context,
  reader: AuditReader,
  upTo: number,
  { format, separator = 'comma', ...filter }: AuditExport,
): AsyncGenerator<string> {
  if (format === 'csv') yield byteOrderMark + writeLines([header], separator);
  let after = 0;
  for (;;) {
    const rows = await database.inOrganization(reader.organizationId, (tx) =>
      readChainedEvents(tx, reader, filter, { after, upTo, most: eventsAtOnce }),
    );
    if (rows.length === 0) return;
    const lines = rows.map((row) => describeLine(row, reader));
    yield format === 'csv' ? writeCsv(lines, separator) : writeJson(lines);
    after = rows.at(-1)?.chain?.sequence ?? upTo;
    if (rows.length < eventsAtOnce) return;
  }
}

/**
 * Notes the export in the trail and begins it; what it holds ends before that note.
 * Not in it: events that stand in no chain, which only the check of the chain finds.
 */
export async function exportAuditEvents(act: Act, query: AuditExport) {
  const { context, signedIn } = act;
  const { database, clock } = context;
  const { organizationId } = signedIn;
  const now = clock();
  await chainTailOf(database, organizationId);
  const { reader, upTo } = await database.inOrganization(organizationId, async (tx) => {
    const reader = await findAuditReader(tx, signedIn);
    const [head] = await tx.select().from(auditHeads).where(eq(auditHeads.organizationId, organizationId));
    const { format, from, to, action } = query;
    await record(tx, act, 'audit.exported', {
      detail: {
        format,
        ...(from ? { from } : {}),
        ...(to ? { to } : {}),
        ...(action ? { only: action } : {}),
        ...(query.personId ? { personId: query.personId } : {}),
        ...(query.deviceId ? { deviceId: query.deviceId } : {}),
      },
    });
    return { reader, upTo: head?.sequence ?? 0 };
  });
  return {
    name: `floorkey-audit-trail-${now.toISOString().slice(0, 10)}.${query.format}`,
    contentType: contentTypes[query.format],
    content: writeEvents(context, reader, upTo, query),
  };
}
