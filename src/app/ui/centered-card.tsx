// A screen that holds one thing: the mark, a title and a card in the middle.
import type { ReactNode } from 'react';
import { Logo } from './logo.tsx';
import './centered-card.css';

export interface CenteredCardProps {
  title: string;
  /** One or two sentences under the title. */
  lead?: ReactNode;
  children?: ReactNode;
  /** Links below the card. */
  footer?: ReactNode;
  /** `wide` is for forms with pairs of fields. */
  width?: 'normal' | 'wide' | undefined;
}

/** The frame of sign-in, set-up, and every screen that says one thing. */
export function CenteredCard({ title, lead, children, footer, width = 'normal' }: CenteredCardProps) {
  return (
    <main className={`fk-centered fk-centered-${width}`}>
      <Logo />
      <section className="fk-card">
        <header className="fk-card-head">
          <h1 className="fk-card-title">{title}</h1>
          {lead && <div className="fk-card-lead">{lead}</div>}
        </header>
        {children}
      </section>
      {footer && <footer className="fk-centered-footer">{footer}</footer>}
    </main>
  );
}
