// The sign that something runs: a turning ring, and a ring with words for a whole area.
import './spinner.css';

/** A turning ring, `size` CSS pixels wide; hidden from screen readers, so the place around it must say what runs. */
export function Spinner({ size = 24 }: { size?: number | undefined }) {
  return (
    <svg
      className="fk-spinner"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <circle className="fk-spinner-track" cx="12" cy="12" r="9.5" />
      <path d="M12 2.5a9.5 9.5 0 0 1 9.5 9.5" />
    </svg>
  );
}

/** A ring in the middle of its area, with `label` said and shown. It stays unseen for the first 300 ms, so a quick answer doesn't flash. */
export function Progress({ label }: { label: string }) {
  return (
    <div className="fk-progress" role="status">
      <Spinner size={36} />
      <p>{label}</p>
    </div>
  );
}
