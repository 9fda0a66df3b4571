// A button that shows an icon alone; its `edit` tone is the yellow one.
import type { ComponentProps } from 'react';
import './button.css';

/** Props of {@link IconButton}; `label` is the name that a screen reader says and a pointer sees as a tip. */
export type IconButtonProps = Omit<ComponentProps<'button'>, 'className' | 'aria-label' | 'title'> & {
  label: string;
  tone?: 'plain' | 'edit' | undefined;
};

/** A 48 px square button with an icon as its child. */
export function IconButton({ label, tone = 'plain', type = 'button', ...rest }: IconButtonProps) {
  const look = tone === 'edit' ? 'fk-icon-button fk-icon-button-edit' : 'fk-icon-button';
  return <button {...rest} type={type} className={look} aria-label={label} title={label} />;
}
