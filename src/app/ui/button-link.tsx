// A link that looks like a button.
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { type ButtonLook, nameLook } from './button.tsx';

/** A link inside the app that looks like a button. */
export function ButtonLink({
  href,
  children,
  icon,
  ...look
}: ButtonLook & { href: string; children: ReactNode }) {
  return (
    <Link href={href} className={nameLook(look)}>
      <span className="fk-button-face">
        {icon}
        <span>{children}</span>
      </span>
    </Link>
  );
}
