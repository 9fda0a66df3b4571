// Buttons: the native button in four weights, and the busy state that keeps its width.
import type { ComponentProps, ReactNode } from 'react';
import { Spinner } from './spinner.tsx';
import './button.css';

export interface ButtonLook {
  /** `primary` for the one main action of a screen, `secondary` for the rest, `quiet` in dense places, `danger` for what can't be undone. */
  variant?: 'primary' | 'secondary' | 'quiet' | 'danger' | undefined;
  /** `large` is 64 px high, for the tablet's own screens. */
  size?: 'medium' | 'large' | undefined;
  /** As wide as its container. */
  wide?: boolean | undefined;
  icon?: ReactNode;
}

/** The class names of a button's look. */
export function nameLook({ variant = 'secondary', size = 'medium', wide }: ButtonLook): string {
  return `fk-button fk-button-${variant}${size === 'large' ? ' fk-button-large' : ''}${wide ? ' fk-button-wide' : ''}`;
}

/** Props of {@link Button}: those of the native button, its look, and `busy`. */
export type ButtonProps = Omit<ComponentProps<'button'>, 'className'> &
  ButtonLook & {
    /** Shows that the action runs; presses are ignored, focus and width are kept. */
    busy?: boolean | undefined;
  };

/** A push button; `type="button"` unless told otherwise. */
export function Button({
  variant,
  size,
  wide,
  icon,
  busy,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={busy ? 'button' : type}
      className={nameLook({ variant, size, wide })}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? undefined : onClick}
    >
      <span className="fk-button-face">
        {icon}
        <span>{children}</span>
      </span>
      {busy && <Spinner size={22} />}
    </button>
  );
}
