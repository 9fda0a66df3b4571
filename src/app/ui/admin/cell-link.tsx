// A link in a row of a list, with a target that a finger can hit.
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import './cell-link.css';

export interface CellLinkProps {
  href: string;
  /** What a screen reader says, where the words alone don't tell. */
  label?: string | undefined;
  children: ReactNode;
}

/** As high as a touch needs. */
export function CellLink({ href, label, children }: CellLinkProps) {
  return (
    <Link href={href} className="fk-cell-link" {...(label === undefined ? {} : { 'aria-label': label })}>
      {children}
    </Link>
  );
}
