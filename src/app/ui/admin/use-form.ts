// The behaviour of a form: what was typed, which fields are wrong, and sending it exactly once.
import {
  type ChangeEvent,
  type FormEvent,
  type RefObject,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react';
import { ApiProblem } from '../../tablet/api.ts';
import { SurroundingDialog } from './surrounding-dialog.ts';

export type FieldErrors = Readonly<Record<string, string>>;
/** The fields that hold a text, which is typed. */
type TextName<Values> = { [Name in keyof Values]: Values[Name] extends string ? Name : never }[keyof Values] &
  string;

/** The person gave up in between; a form then says nothing and keeps what was typed. */
export class GivenUp extends Error {
  override readonly name = 'GivenUp';
}

/** What a field of the form takes: spread it on a `Field`. */
export interface FormField {
  name: string;
  value: string;
  error: string | undefined;
  onChange: (event: ChangeEvent<HTMLInputElement>) => void;
}

export interface Form<Values extends object> {
  values: Readonly<Values>;
  errors: FieldErrors;
  /** Why it could not be sent, where no field is to blame. */
  failure: unknown;
  busy: boolean;
  field: (name: TextName<Values>) => FormField;
  set: (changes: Partial<Values>) => void;
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

export interface FormOptions<Values extends object> {
  /** What it begins with; what differs from it is not saved yet. */
  initial: Readonly<Values>;
  /** What is wrong before anything is sent, by the name of the field. */
  check?: (values: Readonly<Values>) => FieldErrors;
  /** Sends it; a rejection is shown, and nothing of what was typed is lost. */
  send: (values: Readonly<Values>) => Promise<void>;
}

/** Parts a failure into what is said at the fields that the form has, and what is left to say for the whole. */
function placeFailure(error: unknown, names: readonly string[]): { errors: FieldErrors; failure: unknown } {
  const found = error instanceof ApiProblem ? Object.entries(error.errors) : [];
  const errors = Object.fromEntries(found.filter(([field]) => names.includes(field)));
  return { errors, failure: found.length > 0 && Object.keys(errors).length === found.length ? null : error };
}

const wrongField = '[aria-invalid="true"], [data-invalid] > button, .fk-notice-error';

/**
 * Keeps a form; a second submit while one runs is ignored, however fast it comes. The dialog around it hears whether something
 * was typed and whether an answer is on its way.
 */
export function useForm<Values extends object>({ initial, check, send }: FormOptions<Values>): Form<Values> {
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [refusals, setRefusals] = useState(0);
  const running = useRef(false);
  const ref = useRef<HTMLFormElement>(null);

  const tellDialog = useContext(SurroundingDialog);
  const isTyped = JSON.stringify(values) !== JSON.stringify(initial);
  useEffect(() => {
    tellDialog?.({ isTyped, isBusy: busy });
    return () => tellDialog?.({ isTyped: false, isBusy: false });
  }, [tellDialog, isTyped, busy]);

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
  const forgiveFields = (names: readonly string[]) =>
    setErrors((before) =>
      Object.fromEntries(Object.entries(before).filter(([name]) => !names.includes(name))),
    );
  const set = (changes: Partial<Values>) => {
    setValues((before) => ({ ...before, ...changes }));
    forgiveFields(Object.keys(changes));
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
      value: String(values[name]),
      error: errors[name],
      onChange: ({ target: { value } }) => {
        setValues((before) => ({ ...before, [name]: value }));
        forgiveFields([name]);
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
