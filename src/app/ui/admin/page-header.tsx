// The head of an admin screen: its title, a sentence, and the one main action.
import type { ReactNode } from 'react';
import './page-header.css';

export interface PageHeaderProps {
  title: string;
  lead?: ReactNode;
  /** The main action, such as "Add user". */
  action?: ReactNode;
}

/** Stands first in the content; the title is the screen's only `h1`. */
export function PageHeader({ title, lead, action }: PageHeaderProps) {
  return (
    <header className="fk-page-head">
      <div>
        <h1 className="fk-page-title">{title}</h1>
        {lead && <p className="fk-page-lead">{lead}</p>}
      </div>
      {action}
    </header>
  );
}

/** A row above a list: search at the left, filters and counts after it. */
export function Toolbar({ children }: { children: ReactNode }) {
  return <div className="fk-page-toolbar">{children}</div>;
}

/** A sheet for a form or facts inside an admin screen, with its own heading. */
export function Panel({ title, children }: { title?: string | undefined; children: ReactNode }) {
  return (
    <section className="fk-panel">
      {title && <h2 className="fk-panel-title">{title}</h2>}
      {children}
    </section>
  );
}
