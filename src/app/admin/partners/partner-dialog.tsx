// The dialog around the form of a partner.
import type { Partner } from '../../../contract/endpoints/partners.ts';
import { FormDialog } from '../../ui/admin/form-dialog.tsx';
import { askAnew, findIn, Newest } from '../newest.tsx';
import { PartnerForm } from './partner-form.tsx';
import { partnersQuery } from './partner-queries.ts';

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
      {(close) =>
        partner ? (
          <Newest
            of={['partner', partner.id]}
            ask={async () => findIn(await askAnew(partnersQuery), partner)}
          >
            {(newest) => <PartnerForm partner={newest} onDone={onDone} onCancel={close} />}
          </Newest>
        ) : (
          <PartnerForm partner={null} onDone={onDone} onCancel={close} />
        )
      }
    </FormDialog>
  );
}
