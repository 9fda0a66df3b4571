// The dialog around the form of a partner.
import { useState } from 'react';
import type { Partner } from '../../../contract/endpoints/partners.ts';
import { FormDialog } from '../../ui/admin/form-dialog.tsx';
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
  return (
    <FormDialog title={partner ? 'Edit partner' : 'Add Partner'} typed={typed} busy={busy} onClose={onClose}>
      {(close) => (
        <PartnerForm partner={partner} onTyped={setTyped} onBusy={setBusy} onDone={onDone} onCancel={close} />
      )}
    </FormDialog>
  );
}
