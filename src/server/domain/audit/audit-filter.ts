// Which events of the audit trail somebody asks for, and which they may see.
import { and, eq, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { findActions } from '../../../contract/audit-actions.ts';
import { auditEvents, devices, users } from '../../database/schema.ts';
import { isDeviceWithin, isUserWithin } from '../access/unit-scope.ts';

/** As the contract has it; instants are ISO 8601. */
export type AuditFilter = {
  personId?: string | undefined;
  deviceId?: string | undefined;
  action?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

/** Who looks at the trail. */
export type AuditReader = {
  organizationId: string;
  /** The units that they are limited to, from `findUnitScope`; `null` for the whole organization. */
  scope: readonly string[] | null;
};

const { actorId, deviceId, subjectId } = auditEvents;

function findVisible({ organizationId, scope }: AuditReader): { people: SQL; tablets: SQL } {
  return {
    people: sql`(select ${users.id} from ${users} where ${users.organizationId} = ${organizationId} and ${isUserWithin(scope)})`,
    tablets: sql`(select ${devices.id} from ${devices} where ${devices.organizationId} = ${organizationId} and ${isDeviceWithin(scope)})`,
  };
}

/** Holds for events whose actor the reader may look up, and not only read the name of. */
export function isActorVisible(reader: AuditReader): SQL<boolean> {
  return reader.scope ? sql`${actorId} in ${findVisible(reader).people}` : sql`true`;
}

/**
 * For those limited to units: events of which somebody or something stands in their units, and no user, device or unit
 * that it was done on or to stands elsewhere. Who did it may come from above.
 */
function isWithin(reader: AuditReader): SQL | undefined {
  if (!reader.scope) return undefined;
  const { people, tablets } = findVisible(reader);
  const units = sql`any (${sql.param(reader.scope)}::uuid[])`;
  const isSubjectOurs = sql`(${subjectId} in ${people} or ${subjectId} in ${tablets} or ${subjectId} = ${units})`;
  const isSubjectPlaced = sql`(${subjectId} in (select id from users) or ${subjectId} in (select id from devices) or ${subjectId} in (select id from units))`;
  return and(
    or(sql`${actorId} in ${people}`, sql`${deviceId} in ${tablets}`, isSubjectOurs),
    sql`(${deviceId} is null or ${deviceId} in ${tablets})`,
    sql`(${subjectId} is null or ${isSubjectOurs} or not ${isSubjectPlaced})`,
  );
}

/** What the events that are asked for have in common. Somebody whom the reader may not see has no events. */
export function matchEvents(reader: AuditReader, filter: AuditFilter): SQL | undefined {
  const { personId, action, from, to } = filter;
  return and(
    eq(auditEvents.organizationId, reader.organizationId),
    personId ? or(eq(actorId, personId), eq(subjectId, personId)) : undefined,
    personId && reader.scope ? sql`${personId}::uuid in ${findVisible(reader).people}` : undefined,
    filter.deviceId ? eq(deviceId, filter.deviceId) : undefined,
    action ? inArray(auditEvents.action, [...findActions(action)]) : undefined,
    from ? gte(auditEvents.at, new Date(from)) : undefined,
    to ? lt(auditEvents.at, new Date(to)) : undefined,
    isWithin(reader),
  );
}
