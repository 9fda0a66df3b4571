// The events of the audit trail as a list that reads well in one column and in four.
import type { AuditEvent } from '../../../contract/endpoints/audit-events.ts';
import { Moment } from '../../ui/admin/moment.tsx';
import { BreakingText } from '../../ui/breaking-text.tsx';
import type { AuditView } from './audit-view.ts';
import { describeAction, describeDetail } from './describe-event.ts';
import './audit.css';

interface Narrowing {
  /** Called to show only what concerns one user or device. */
  onNarrow: (changes: Partial<AuditView>) => void;
}

function OnlyButton({ name, says, onPress }: { name: string; says: string; onPress: () => void }) {
  return (
    <button type="button" className="fk-audit-only" title={says} onClick={onPress}>
      <bdi>{name}</bdi>
    </button>
  );
}

function AuditLine({ event, onNarrow }: { event: AuditEvent } & Narrowing) {
  const { at, actor, device, subject, address } = event;
  const details = describeDetail(event);
  return (
    <li className="fk-audit-line">
      <span className="fk-audit-when">
        <Moment at={at} withSeconds />
      </span>
      <span className="fk-audit-what">
        {describeAction(event)}
        {subject && (
          <>
            : <bdi className="fk-audit-subject">{subject}</bdi>
          </>
        )}
        {details.length > 0 && <bdi className="fk-list-detail">{details.join(' · ')}</bdi>}
      </span>
      <span className="fk-audit-who">
        {actor && (
          <>
            <span className="fk-unseen">by </span>
            {actor.id === null ? (
              <bdi>{actor.name}</bdi>
            ) : (
              <OnlyButton
                name={actor.name}
                says="Show only this user"
                onPress={() => onNarrow({ personId: actor.id })}
              />
            )}
          </>
        )}
      </span>
      <span className="fk-audit-where">
        {device && (
          <span>
            <span className="fk-unseen">on the device </span>
            <OnlyButton
              name={device.name}
              says="Show only this device"
              onPress={() => onNarrow({ deviceId: device.id })}
            />
          </span>
        )}
        {address && (
          <span className="fk-list-detail">
            <span className="fk-unseen">from the address </span>
            <BreakingText text={address} />
          </span>
        )}
      </span>
    </li>
  );
}

/** Newest first, as they come. */
export function AuditList({ events, onNarrow }: { events: readonly AuditEvent[] } & Narrowing) {
  return (
    <div className="fk-audit">
      <div className="fk-audit-head" aria-hidden="true">
        <span>When</span>
        <span>What</span>
        <span>Who</span>
        <span>Where</span>
      </div>
      <ol className="fk-audit-lines" aria-label="Audit trail">
        {events.map((event) => (
          <AuditLine key={event.id} event={event} onNarrow={onNarrow} />
        ))}
      </ol>
    </div>
  );
}
