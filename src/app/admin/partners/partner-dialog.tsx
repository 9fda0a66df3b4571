// The dialog around the form of a partner.
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
  return (
    <FormDialog title={partner ? 'Edit partner' : 'Add Partner'} onClose={onClose}>
      {(close) => <PartnerForm partner={partner} onDone={onDone} onCancel={close} />}
    </FormDialog>
  );
}
