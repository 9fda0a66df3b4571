// "Export": the events that are shown, and all older ones that match, as a file.
import { type AuditFormat, exportAuditEvents } from '../../../contract/endpoints/audit-events.ts';
import { separatorHere } from '../separator-here.ts';
import { type AuditView, filterOf } from './audit-view.ts';
import '../../ui/button.css';

const formats: readonly { format: AuditFormat; label: string }[] = [
  { format: 'csv', label: 'Export CSV' },
  { format: 'ndjson', label: 'Export JSON lines' },
];

/** Plain links, so that the browser itself takes the file in, however large it is. */
export function ExportLinks({ view }: { view: AuditView }) {
  return (
    <div className="fk-row">
      {formats.map(({ format, label }) => {
        const query = new URLSearchParams({ ...filterOf(view), format, separator: separatorHere() });
        return (
          <a
            key={format}
            className="fk-button fk-button-secondary"
            href={`${exportAuditEvents.path}?${query}`}
            download
          >
            <span className="fk-button-face">{label}</span>
          </a>
        );
      })}
    </div>
  );
}
