// A question before something is done that matters: it names what will happen, and waits.
import type { ReactNode } from 'react';
import { Button } from '../button.tsx';
import { FormActions } from '../form-layout.tsx';
import { Dialog } from './dialog.tsx';
import { FailureNotice } from './failure-notice.tsx';

export interface ConfirmDialogProps {
  isOpen: boolean;
  title: string;
  /** What will happen, and to what. */
  children: ReactNode;
  /** The verb on the button, such as "Revoke". */
  confirmLabel: string;
  /** The way out; "Cancel" unless told. */
  cancelLabel?: string | undefined;
  tone?: 'danger' | 'primary' | undefined;
  busy?: boolean | undefined;
  /** Why it could not be done. */
  failure?: unknown;
  onConfirm: () => void;
  onCancel: () => void;
}

/** Asks; the way out comes first in the focus order, so that Enter by habit does no harm. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    isOpen,
    title,
    children,
    confirmLabel,
    cancelLabel = 'Cancel',
    tone = 'danger',
    busy = false,
    failure,
    onConfirm,
    onCancel,
  } = props;
  return (
    <Dialog isOpen={isOpen} onClose={onCancel} title={title} role="alertdialog" width="narrow" busy={busy}>
      <div>{children}</div>
      <FailureNotice failure={failure} />
      <FormActions>
        <Button onClick={onCancel} disabled={busy} autoFocus>
          {cancelLabel}
        </Button>
        <Button variant={tone} busy={busy} onClick={onConfirm}>
          {confirmLabel}
        </Button>
      </FormActions>
    </Dialog>
  );
}
