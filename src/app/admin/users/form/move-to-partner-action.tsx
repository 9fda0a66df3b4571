// "Move to a partner": makes somebody a partner's user, out of the organization or from another partner.
import { useState } from 'react';
import { moveUserToPartner, type Partner } from '../../../../contract/endpoints/partners.ts';
import type { User } from '../../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { queryClient } from '../../../auth/server-state.tsx';
import { withStepUp } from '../../../auth/step-up.ts';
import { ConfirmedAction } from '../../../ui/admin/confirmed-action.tsx';
import { Select } from '../../../ui/admin/select.tsx';
import { sayPerson } from '../say-person.ts';
import type { UserOutcome } from '../user-outcome.ts';

export interface MoveToPartnerActionProps {
  user: User;
  partners: readonly Partner[];
  onDone: (outcome: UserOutcome) => void;
}

/** Shows nothing for an owner, or where there is no other partner. */
export function MoveToPartnerAction({ user, partners, onDone }: MoveToPartnerActionProps) {
  const [chosenId, setChosenId] = useState('');
  const others = partners.filter(({ id, state }) => id !== user.partner?.id && state === 'active');
  const to = others.find(({ id }) => id === chosenId) ?? others[0];
  if (user.isOwner || !to) return null;
  const move = async () => {
    const input = { params: { partnerId: to.id }, body: { userId: user.id } };
    const now = await withStepUp(() => callSignedIn(moveUserToPartner, input));
    void queryClient.invalidateQueries({ queryKey: ['partners'] });
    onDone({ users: [now], told: `${now.name} is a user of ${to.name} now` });
  };
  return (
    <ConfirmedAction
      label="Move to a partner"
      title={`Move ${sayPerson(user)} to a partner?`}
      verb="Move"
      tone="primary"
      act={move}
    >
      <Select
        label="Partner"
        options={others.map(({ id, name }) => ({ id, label: name }))}
        value={to.id}
        onChange={setChosenId}
      />
      They keep their sign-in and are signed out once. Then they see only users of that partner, aren’t in any
      unit, and keep their role only if partners can have it.
    </ConfirmedAction>
  );
}
