// The two ways out of a form in a dialog: "Cancel", and the button that sends it.
import { Button } from '../button.tsx';
import { FormActions } from '../form-layout.tsx';

export interface FormButtonsProps {
  /** On the button that sends the form. */
  verb: string;
  busy: boolean;
  /** The form can't be sent yet. */
  disabled?: boolean | undefined;
  onCancel: () => void;
}

/** Neither can be pressed while the form is being sent. */
export function FormButtons({ verb, busy, disabled = false, onCancel }: FormButtonsProps) {
  return (
    <FormActions>
      <Button onClick={onCancel} disabled={busy}>
        Cancel
      </Button>
      <Button variant="primary" type="submit" busy={busy} disabled={disabled}>
        {verb}
      </Button>
    </FormActions>
  );
}
