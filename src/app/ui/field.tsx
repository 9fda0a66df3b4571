// A labelled native input with its hint and its error named at the field.
import { type ComponentProps, type ReactNode, useId } from 'react';
import { ErrorIcon } from './icons.tsx';
import './field.css';

/** Props of {@link Field}: those of the native input, and what stands around it. */
export type FieldProps = Omit<ComponentProps<'input'>, 'className'> & {
  label: string;
  /** What to write, before anything is wrong. */
  hint?: ReactNode;
  /** What is wrong and what to write instead. Marks the input as invalid. */
  error?: ReactNode;
  /** Says "optional" beside the label. */
  optional?: boolean | undefined;
  /** A button inside the right end of the input. */
  trailing?: ReactNode;
};

/** One line of a form. `ref` is the input's, so that a form can focus its first wrong field. */
export function Field({ label, hint, error, optional, trailing, id, ...rest }: FieldProps) {
  const made = useId();
  const own = id ?? made;
  const describedBy = [optional && `${own}-optional`, hint && `${own}-hint`, error && `${own}-error`]
    .filter(Boolean)
    .join(' ');
  return (
    <div className="fk-field">
      <div className="fk-field-head">
        <label className="fk-field-label" htmlFor={own}>
          {label}
        </label>
        {optional && (
          <span className="fk-field-optional" id={`${own}-optional`}>
            optional
          </span>
        )}
      </div>
      <div className="fk-field-box">
        <input
          {...rest}
          id={own}
          className="fk-input"
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy || undefined}
        />
        {trailing && <div className="fk-field-trailing">{trailing}</div>}
      </div>
      {hint && (
        <div className="fk-field-hint" id={`${own}-hint`}>
          {hint}
        </div>
      )}
      {error && (
        <div className="fk-field-error" id={`${own}-error`}>
          <ErrorIcon size={18} />
          <span>{error}</span>
        </div>
      )}
    </div>
  );
}
