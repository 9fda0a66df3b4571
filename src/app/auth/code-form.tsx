// The field for the code of a mail, for whom its link does not open.
import { navigate } from 'wouter/use-browser-location';
import { useForm } from '../ui/admin/use-form.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { FormStack } from '../ui/form-layout.tsx';
import { findCode, keepTypedCode } from './link-code.ts';

/** Takes a code, a whole link, or a whole mail, and goes on as if the link had been opened. */
export function CodeForm() {
  const form = useForm({
    initial: { code: '' },
    check: ({ code }) => (findCode(code) ? {} : { code: 'This code isn’t complete. Copy all of it.' }),
    async send({ code }) {
      const page = keepTypedCode(code);
      if (page !== null && page !== location.pathname) return navigate(page, { replace: true });
      window.dispatchEvent(new Event('hashchange'));
    },
  });
  return (
    <form {...form.props}>
      <FormStack>
        <Field
          label="Code"
          hint="It’s below the link in the email. You can paste the whole link, too."
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          {...form.field('code')}
        />
        <Button type="submit" wide>
          Continue
        </Button>
      </FormStack>
    </form>
  );
}

/** The same, out of the way on a page that has something else to ask. */
export function CodeDetails() {
  return (
    <details className="fk-details">
      <summary>I have a code from an email</summary>
      <CodeForm />
    </details>
  );
}
