// A short label that states a condition, such as "This device" or "Revoked".
import type { ReactNode } from 'react';
import type { Tone } from './notice.tsx';
import './badge.css';

export interface BadgeProps {
  tone?: Tone | 'neutral' | 'accent' | undefined;
  icon?: ReactNode;
  children: ReactNode;
}

/** A pill of one or two words; colour never carries the meaning alone. */
export function Badge({ tone = 'neutral', icon, children }: BadgeProps) {
  return (
    <span className={`fk-badge fk-badge-${tone}`}>
      {icon}
      {children}
    </span>
  );
}
