// A dialog around a form: it asks before typed words are thrown away.
import { type ReactNode, useState } from 'react';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { Dialog } from './dialog.tsx';

export interface FormDialogProps {
  title: string;
  /** Whether something was typed that is not saved. */
  typed: boolean;
  busy?: boolean | undefined;
  onClose: () => void;
  /** Gets the way out that asks, for a "Cancel". */
  children: (close: () => void) => ReactNode;
}

/** Is open for as long as it stands. */
export function FormDialog({ title, typed, busy, onClose, children }: FormDialogProps) {
  const [asking, setAsking] = useState(false);
  const close = () => (typed ? setAsking(true) : onClose());
  return (
    <Dialog isOpen onClose={close} title={title} busy={busy}>
      {children(close)}
      <ConfirmDialog
        isOpen={asking}
        title="Discard changes?"
        confirmLabel="Throw away"
        cancelLabel="Keep editing"
        onConfirm={onClose}
        onCancel={() => setAsking(false)}
      >
        It was not saved yet.
      </ConfirmDialog>
    </Dialog>
  );
}
