// The frame in which the rows of a file can be scrolled.
import type { ReactNode } from 'react';
import './import.css';

/** Takes the focus, so that the keyboard can scroll it. */
export function RowsRegion({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a place that scrolls must be reachable by keyboard (WCAG 2.1.1)
    <section className="fk-import-rows" aria-label={label} tabIndex={0}>
      {children}
    </section>
  );
}
