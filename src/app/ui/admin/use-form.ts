// The behaviour of a form: what was typed, which fields are wrong, and sending it exactly once.
import { type ChangeEvent, type FormEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { ApiProblem } from '../../tablet/api.ts';

export type FieldErrors = Readonly<Record<string, string>>;
export type Values<Name extends string> = Readonly<Record<Name, string>>;

/** The person gave up in between; a form then says nothing and keeps what was typed. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp';
}

/** What a field of the form takes: spread it on a `Field`. */
interface FormField {
  name: string;
  value: string;
  error: string | undefined;
  onChange: (event: ChangeEvent<HTMLInputElement>) => void;
}

export interface Form<Name extends string> {
  values: Values<Name>;
  errors: FieldErrors;
  /** Why it could not be sent, where no field is to blame. */
  failure: unknown;
  busy: boolean;
  field: (name: Name) => FormField;
  set: (changes: Partial<Values<Name>>) => void;
  submit: () => void;
  /** Puts a failure on the screen that came up beside the sending. */
  fail: (failure: unknown) => void;
  /** Takes the failure off the screen. */
  forgive: () => void;
  /** For the `form` element. */
  props: {
    ref: RefObject<HTMLFormElement | null>;
    noValidate: true;
    onSubmit: (event: FormEvent) => void;
  };
}

export interface FormOptions<Name extends string> {
  initial: Values<Name>;
  /** What is wrong before anything is sent, by the name of the field. */
  check?: (values: Values<Name>) => FieldErrors;
  /** Sends it; a rejection is shown, and nothing of what was typed is lost. */
  send: (values: Values<Name>) => Promise<void>;
}

/** Parts a failure into what is said at the fields that the form has, and what is left to say for the whole. */
function placeFailure(error: unknown, names: readonly string[]): { errors: FieldErrors; failure: unknown } {
  const found = error instanceof ApiProblem ? Object.entries(error.errors) : [];
  const errors = Object.fromEntries(found.filter(([field]) => names.includes(field)));
  return { errors, failure: found.length > 0 && Object.keys(errors).length === found.length ? null : error };
}

const wrongField = '[aria-invalid="true"], [data-invalid] > button, .fk-notice-error';

/** Keeps a form; a second submit while one runs is ignored, however fast it comes. */
export function useForm<Name extends string>({ initial, check, send }: FormOptions<Name>): Form<Name> {
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [refusals, setRefusals] = useState(0);
  const running = useRef(false);
  const ref = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (refusals === 0) return;
    const first = ref.current?.querySelector<HTMLElement>(wrongField);
    first?.focus();
    first?.scrollIntoView({ block: 'nearest' });
  }, [refusals]);

  const refuse = (found: FieldErrors, reason: unknown) => {
    setErrors(found);
    setFailure(reason);
    setRefusals((count) => count + 1);
  };
  const submit = async () => {
    if (running.current) return;
    const wrong = check?.(values) ?? {};
    if (Object.keys(wrong).length > 0) return refuse(wrong, null);
    running.current = true;
    setBusy(true);
    setErrors({});
    setFailure(null);
    try {
      await send(values);
    } catch (error) {
      const placed = placeFailure(error, Object.keys(values));
      if (!(error instanceof GivenUp)) refuse(placed.errors, placed.failure);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  const set = (changes: Partial<Values<Name>>) => {
    setValues((before) => ({ ...before, ...changes }));
    setErrors((before) => Object.fromEntries(Object.entries(before).filter(([name]) => !(name in changes))));
  };
  return {
    values,
    errors,
    failure,
    busy,
    set,
    submit: () => void submit(),
    fail: (reason) => refuse({}, reason),
    forgive: () => setFailure(null),
    field: (name) => ({
      name,
      value: values[name],
      error: errors[name],
      onChange: (event) => {
        const changes: Partial<Record<Name, string>> = {};
        changes[name] = event.target.value;
        set(changes);
      },
    }),
    props: {
      ref,
      noValidate: true,
      onSubmit(event) {
        event.preventDefault();
        void submit();
      },
    },
  };
}
