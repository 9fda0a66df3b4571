// The filters of the audit trail: user, device, kind of action, and days.
import { useQuery } from '@tanstack/react-query';
import { auditActionGroups, auditActions } from '../../../contract/audit-actions.ts';
import type { AuditEvent } from '../../../contract/endpoints/audit-events.ts';
import type { Session } from '../../../contract/endpoints/session.ts';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { FilterSelect } from '../../ui/admin/filter-select.tsx';
import { Button } from '../../ui/button.tsx';
import { devicesQuery } from '../devices/device-queries.ts';
import { type AuditView, isNarrowed, wholeTrail } from './audit-view.ts';
import { PersonFilter } from './person-filter.tsx';

const actionOptions = auditActionGroups.flatMap(({ id, label, actions }) => [
  { id, label },
  ...actions.map((action) => ({ id: action, label: auditActions[action], depth: 1 })),
]);

interface DayFieldProps {
  label: string;
  value: string | null;
  onChange: (day: string | null) => void;
}

function DayField({ label, value, onChange }: DayFieldProps) {
  return (
    <label className="fk-audit-day">
      <span>{label}</span>
      <span className="fk-field-box">
        <input
          type="date"
          className="fk-input"
          value={value ?? ''}
          onChange={(event) => onChange(event.target.value || null)}
        />
      </span>
    </label>
  );
}

export interface AuditFiltersProps {
  session: Session;
  view: AuditView;
  /** On the screen, which tells the name of who is chosen. */
  events: readonly AuditEvent[];
  onChange: (changes: Partial<AuditView>) => void;
}

/** What may not be looked up, such as devices without that permission, is not offered. */
export function AuditFilters({ session, view, events, onChange }: AuditFiltersProps) {
  const may = (permission: Session['permissions'][number]) => session.permissions.includes(permission);
  const found = useQuery({ ...devicesQuery, enabled: may('devices:read') });
  const devices = found.data ?? [];
  const options = devices.map(({ id, name, revokedAt }) => ({
    id,
    label: revokedAt ? `${name} (revoked)` : name,
  }));
  const named = events.find(({ actor }) => actor !== null && actor.id === view.personId);
  return (
    <>
      <div className="fk-audit-filters">
        <PersonFilter
          personId={view.personId}
          nameInEvents={named?.actor?.name ?? null}
          canSearch={may('users:read')}
          onChange={(personId) => onChange({ personId })}
        />
        {(options.length > 0 || view.deviceId !== null) && (
          <FilterSelect
            label="Device"
            anyLabel="Any device"
            options={options}
            value={view.deviceId}
            onChange={(deviceId) => onChange({ deviceId })}
          />
        )}
        <FilterSelect
          label="Kind"
          anyLabel="Everything"
          options={actionOptions}
          value={view.action}
          onChange={(action) => onChange({ action })}
        />
        <DayField label="From" value={view.fromDay} onChange={(fromDay) => onChange({ fromDay })} />
        <DayField label="To" value={view.toDay} onChange={(toDay) => onChange({ toDay })} />
        {isNarrowed(view) && (
          <Button variant="quiet" onClick={() => onChange(wholeTrail)}>
            Clear filters
          </Button>
        )}
      </div>
      {!found.data && <FailureNotice failure={found.error} onRetry={() => void found.refetch()} />}
    </>
  );
}
