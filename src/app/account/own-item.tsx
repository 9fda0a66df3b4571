// One line of a list of what is one's own: its name, what is to be known of it, and what can be done.
import type { ReactNode } from 'react';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import type { Work } from '../ui/admin/use-work.ts';
import './own-sessions.css';

export interface OwnItemProps {
  /** For buttons that are described by the name. */
  titleId: string;
  title: ReactNode;
  badge?: ReactNode;
  /** Short facts, side by side where there is room. */
  facts: ReactNode;
  action?: ReactNode;
  /** What its failure stands below, and the way to try it again. */
  failure?: Work['failure'];
  onRetry?: (() => void) | undefined;
}

export function OwnItem({ titleId, title, badge, facts, action, failure, onRetry }: OwnItemProps) {
  return (
    <li className="fk-session">
      <div className="fk-session-text">
        <span className="fk-session-place">
          <bdi id={titleId}>{title}</bdi>
          {badge}
        </span>
        <span className="fk-session-detail">{facts}</span>
        <FailureNotice failure={failure} onRetry={onRetry} />
      </div>
      {action}
    </li>
  );
}
