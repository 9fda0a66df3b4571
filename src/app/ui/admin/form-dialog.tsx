// A dialog around a form: it asks before typed words are thrown away.
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Dialog, type DialogProps } from './dialog.tsx';
import { type FormState, SurroundingDialog } from './surrounding-dialog.ts';

export interface FormDialogProps extends Pick<DialogProps, 'title' | 'width' | 'onClose'> {
  /** Gets the way out that asks, for a "Cancel", and what the form in it told. */
  children: (close: () => void, form: FormState) => ReactNode;
}

/** Is open for as long as it stands. */
export function FormDialog({ title, width, onClose, children }: FormDialogProps) {
  const [asking, setAsking] = useState(false);
  const [form, setForm] = useState<FormState>({ isTyped: false, isBusy: false });
  const close = () => (form.isTyped ? setAsking(true) : onClose());
  return (
    <Dialog isOpen onClose={close} title={title} width={width} busy={form.isBusy}>
      <SurroundingDialog value={setForm}>{children(close, form)}</SurroundingDialog>
      <ConfirmDialog
        isOpen={asking}
        title="Discard changes?"
        confirmLabel="Discard"
        cancelLabel="Keep editing"
        onConfirm={onClose}
        onCancel={() => setAsking(false)}
      >
        It hasn’t been saved.
      </ConfirmDialog>
    </Dialog>
  );
}
