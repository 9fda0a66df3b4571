// One kind of part in the gallery, with its states below each other.
import type { ReactNode } from 'react';
import './gallery.css';

export function Kind({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className="fk-gallery-kind">
      <h2>{name}</h2>
      {children}
    </section>
  );
}
