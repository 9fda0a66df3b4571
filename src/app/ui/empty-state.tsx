// What stands where a list would be, when there is nothing in it yet.
import type { ReactNode } from 'react';
import './empty-state.css';

export interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  /** Why it is empty and what to do next. */
  children?: ReactNode;
  action?: ReactNode;
}

/** Says that there is nothing here, why, and how to change that. */
export function EmptyState({ icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="fk-empty">
      {icon && <div className="fk-empty-icon">{icon}</div>}
      <p className="fk-empty-title">{title}</p>
      {children && <div className="fk-empty-text">{children}</div>}
      {action}
    </div>
  );
}
