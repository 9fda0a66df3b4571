// The Floorkey mark: a key that stands on a floor line.
import './logo.css';

/** The mark alone, `size` CSS pixels square; decorative, hidden from screen readers. */
export function LogoMark({ size = 40 }: { size?: number | undefined }) {
  return (
    <svg
      className="fk-logo-mark"
      width={size}
      height={size}
      viewBox="0 0 64 64"
      aria-hidden="true"
      focusable="false"
    >
      <rect className="fk-logo-tile" width="64" height="64" rx="14" />
      <g fill="none" stroke="currentColor" strokeWidth="6" strokeLinecap="round" strokeLinejoin="round">
        <circle cx="32" cy="19.5" r="8.5" />
        <path d="M32 28v22M32 38h9M14 50h36" />
      </g>
    </svg>
  );
}

/** The mark with the name Floorkey beside it. */
export function Logo({ size = 40 }: { size?: number | undefined }) {
  return (
    <span className="fk-logo">
      <LogoMark size={size} />
      <span className="fk-logo-name">Floorkey</span>
    </span>
  );
}
