// "Suspend" and "Bring back": asks first, then lets a partner's people out or in.
import { useState } from 'react';
import { type Partner, updatePartner } from '../../../contract/endpoints/partners.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { ConfirmDialog } from '../../ui/admin/confirm-dialog.tsx';
import { useWork } from '../../ui/admin/use-work.ts';
import { Button } from '../../ui/button.tsx';
import { sayPeople } from '../say-count.ts';

/** `onDone` gets the partner as it is now. */
export function SuspendPartnerButton({
  partner,
  onDone,
}: {
  partner: Partner;
  onDone: (partner: Partner) => void;
}) {
  const [asking, setAsking] = useState(false);
  const work = useWork();
  const isIn = partner.state === 'active';
  const verb = isIn ? 'Suspend' : 'Bring back';
  const change = () =>
    work.run(async () => {
      const body = { revision: partner.revision, state: isIn ? 'suspended' : 'active' } as const;
      const now = await callSignedIn(updatePartner, { params: { partnerId: partner.id }, body });
      setAsking(false);
      onDone(now);
    });
  return (
    <>
      <Button onClick={() => setAsking(true)}>{verb}</Button>
      <ConfirmDialog
        isOpen={asking}
        title={`${verb} ${partner.name}?`}
        confirmLabel={verb}
        tone={isIn ? 'danger' : 'primary'}
        busy={work.busy}
        failure={work.failure}
        onConfirm={change}
        onCancel={() => {
          work.forgive();
          setAsking(false);
        }}
      >
        {isIn
          ? `Its people (${sayPeople(partner.userCount)}) are signed out everywhere within seconds and can’t sign in until you bring it back. Nothing is deleted.`
          : 'Its people can sign in again, with the PINs and passwords that they had. Who was suspended themselves stays so.'}
      </ConfirmDialog>
    </>
  );
}
