// Buttons that show an icon alone: the plain one, and the yellow pencil "Edit".
import type { ComponentProps } from 'react';
import { PencilIcon } from './icons.tsx';
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

/** The yellow pencil. `what` names the thing that it edits, so that each pencil of a list has its own name: "Edit Ada Byron". */
export function EditButton({
  what,
  ...rest
}: Omit<IconButtonProps, 'label' | 'tone' | 'children'> & { what: string }) {
  return (
    <IconButton {...rest} tone="edit" label={`Edit ${what}`}>
      <PencilIcon size={22} />
    </IconButton>
  );
}
