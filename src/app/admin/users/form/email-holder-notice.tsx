// Who holds an address that was to go to somebody else, and what can be done about it on the spot.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { moveUserToPartner } from '../../../../contract/endpoints/partners.ts';
import type { User } from '../../../../contract/endpoints/users.ts';
import { callSignedIn, sessionQuery } from '../../../auth/account-session.ts';
import { queryClient } from '../../../auth/server-state.tsx';
import { withStepUp } from '../../../auth/step-up.ts';
import { ConfirmDialog } from '../../../ui/admin/confirm-dialog.tsx';
import { useWork } from '../../../ui/admin/use-work.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { NothingLeft, takeInvitationBack } from './cancel-invitation-action.tsx';
import { ChangeAddressDialog } from './change-address-dialog.tsx';
import type { EmailHolder } from './use-email-holder.ts';
import '../list/users.css';
import './email-holder-notice.css';

export interface EmailHolderNoticeProps {
  holder: EmailHolder;
  /** The partner whose user the form adds; the holder can be moved there instead. */
  partner?: { id: string; name: string } | undefined;
  /** The address is free now: the form can be sent again. */
  onFreed: () => void;
  /** The holder is the partner's user now, and nobody needs to be added. */
  onMoved?: ((user: User) => void) | undefined;
}

type Step = 'move' | 'change' | 'cancel';

function sayWho({ state, partner }: EmailHolder, partnerHere: string | undefined): string {
  const where = partner && (partner.id === partnerHere ? 'of this partner' : `of ${partner.name}`);
  const what = { invited: 'an invited user', active: 'a user', suspended: 'a suspended user' }[state];
  return where ? `${what} ${where}` : what;
}

/** Offers what the one who is signed in may do; each way asks first. */
export function EmailHolderNotice({ holder, partner, onFreed, onMoved }: EmailHolderNoticeProps) {
  const { data: session } = useQuery(sessionQuery);
  const [step, setStep] = useState<Step | null>(null);
  const work = useWork();
  const isSelf = session?.user.id === holder.id;
  const mayAct = holder.editable && !isSelf;
  const close = () => {
    work.forgive();
    setStep(null);
  };
  const finish = () => {
    setStep(null);
    for (const key of ['users', 'partners']) void queryClient.invalidateQueries({ queryKey: [key] });
  };
  const cancel = () =>
    work.run(async () => {
      await takeInvitationBack(holder.id);
      finish();
      onFreed();
    });
  const move = (to: { id: string }) =>
    work.run(async () => {
      const input = { params: { partnerId: to.id }, body: { userId: holder.id } };
      const moved = await withStepUp(() => callSignedIn(moveUserToPartner, input));
      finish();
      onMoved?.(moved);
    });
  const question = { busy: work.busy, failure: work.failure };
  return (
    <>
      <Notice tone="warning" title="Two users can’t have the same address">
        <p>
          <bdi>{holder.name}</bdi> is {sayWho(holder, partner?.id)}.
          {isSelf && ' You are that user yourself: use another address.'}
          {!isSelf &&
            !holder.accountEditable &&
            ' Their role can do as much as yours or more: ask somebody with a higher role, or use another address.'}
        </p>
        {mayAct && (
          <div className="fk-row fk-holder-ways">
            {holder.accountEditable && partner && partner.id !== holder.partner?.id && (
              <Button onClick={() => setStep('move')}>Move that user to this partner</Button>
            )}
            {holder.accountEditable && (
              <Button onClick={() => setStep('change')}>Change that user’s address</Button>
            )}
            {holder.state === 'invited' && (
              <Button onClick={() => setStep('cancel')}>Cancel that invitation</Button>
            )}
          </div>
        )}
      </Notice>
      {partner && (
        <ConfirmDialog
          {...question}
          isOpen={step === 'move'}
          title={`Move ${holder.name} to ${partner.name}?`}
          confirmLabel="Move"
          tone="primary"
          onConfirm={() => move(partner)}
          onCancel={close}
        >
          They keep their sign-in and are signed out once. Then they see only users of{' '}
          <bdi>{partner.name}</bdi>, aren’t in any unit, and keep their role only if partners can have it.
        </ConfirmDialog>
      )}
      <ConfirmDialog
        {...question}
        isOpen={step === 'cancel'}
        title={`Cancel the invitation of ${holder.name}?`}
        confirmLabel="Cancel that invitation"
        cancelLabel="Keep it"
        onConfirm={cancel}
        onCancel={close}
      >
        Its link stops working immediately, and the address is free. <bdi>{holder.name}</bdi> stays in the
        list without an address, and what you entered here is saved.
        <NothingLeft user={holder} />
      </ConfirmDialog>
      {step === 'change' && (
        <ChangeAddressDialog
          userId={holder.id}
          name={holder.name}
          onDone={() => {
            finish();
            onFreed();
          }}
          onClose={close}
        />
      )}
    </>
  );
}
