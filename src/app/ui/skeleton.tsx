// Grey rows in the exact height of the coming ones, so that a list doesn't jump when it arrives.
import './skeleton.css';

/** `rows` rows of a table that is still on its way; `label` is said to screen readers. */
export function SkeletonRows({ rows = 6, label }: { rows?: number | undefined; label: string }) {
  return (
    <div className="fk-skeleton" role="status">
      <span className="fk-unseen">{label}</span>
      {Array.from({ length: rows }, (_, row) => String(row)).map((row) => (
        <div className="fk-skeleton-row" key={row} aria-hidden="true">
          <span />
          <span />
          <span />
        </div>
      ))}
    </div>
  );
}
