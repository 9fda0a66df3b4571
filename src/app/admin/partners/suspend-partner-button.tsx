// "Suspend" and "Reactivate": asks first, then lets a partner's users out or in.
import { type Partner, updatePartner } from '../../../contract/endpoints/partners.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { ConfirmedAction } from '../../ui/admin/confirmed-action.tsx';
import { sayUsers } from '../say-count.ts';

/** `onDone` gets the partner as it is now. */
export function SuspendPartnerButton({
  partner,
  onDone,
}: {
  partner: Partner;
  onDone: (partner: Partner) => void;
}) {
  const isIn = partner.state === 'active';
  const verb = isIn ? 'Suspend' : 'Reactivate';
  const change = async () => {
    const body = { revision: partner.revision, state: isIn ? 'suspended' : 'active' } as const;
    onDone(await callSignedIn(updatePartner, { params: { partnerId: partner.id }, body }));
  };
  return (
    <ConfirmedAction
      label={verb}
      variant="secondary"
      title={`${verb} ${partner.name}?`}
      verb={verb}
      tone={isIn ? 'danger' : 'primary'}
      act={change}
    >
      {isIn
        ? `Its ${sayUsers(partner.userCount)} will be signed out everywhere within seconds and can’t sign in until you reactivate it. Nothing is deleted.`
        : 'Its users can sign in again with their PINs and passwords. Users who were suspended individually stay suspended.'}
    </ConfirmedAction>
  );
}
