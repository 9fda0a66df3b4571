// How a form is laid out: fields in one column, pairs side by side where there is room, actions at the end.
import type { ReactNode } from 'react';
import './form-layout.css';

/** A column of fields and notices with even space between them. */
export function FormStack({ children }: { children: ReactNode }) {
  return <div className="fk-form-stack">{children}</div>;
}

/** Fields that belong together, side by side where each has at least 14 rem. */
export function FormRow({ children }: { children: ReactNode }) {
  return <div className="fk-form-row">{children}</div>;
}

/** The actions of a form or dialog: the main one last, at the right. */
export function FormActions({ children }: { children: ReactNode }) {
  return <div className="fk-form-actions">{children}</div>;
}
