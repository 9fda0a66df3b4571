// The dialog around the form of a partner; it asks before typed words are thrown away.
import { useState } from 'react';
import type { Partner } from '../../../contract/endpoints/partners.ts';
import { ConfirmDialog } from '../../ui/admin/confirm-dialog.tsx';
import { Dialog } from '../../ui/admin/dialog.tsx';
import { PartnerForm } from './partner-form.tsx';

export interface PartnerDialogProps {
  /** Which to change; `null` for a new one. */
  partner: Partner | null;
  onDone: (partner: Partner) => void;
  onClose: () => void;
}

/** Is open for as long as it stands. */
export function PartnerDialog({ partner, onDone, onClose }: PartnerDialogProps) {
  const [typed, setTyped] = useState(false);
  const [busy, setBusy] = useState(false);
  const [asking, setAsking] = useState(false);
  const close = () => (typed ? setAsking(true) : onClose());
  return (
    <Dialog isOpen onClose={close} title={partner ? 'Edit partner' : 'Add Partner'} busy={busy}>
      <PartnerForm partner={partner} onTyped={setTyped} onBusy={setBusy} onDone={onDone} onCancel={close} />
      <ConfirmDialog
        isOpen={asking}
        title="Throw away what you typed?"
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
