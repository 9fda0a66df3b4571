// "Take out of partner": makes a partner's user one of the organization's own, as staff.
import { takeUserFromPartner } from '../../../../contract/endpoints/partners.ts';
import type { Role } from '../../../../contract/endpoints/roles.ts';
import type { User } from '../../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { queryClient } from '../../../auth/server-state.tsx';
import { withStepUp } from '../../../auth/step-up.ts';
import { ConfirmedAction } from '../../../ui/admin/confirmed-action.tsx';
import { sayPerson } from '../say-person.ts';
import type { UserOutcome } from '../user-outcome.ts';

export interface TakeFromPartnerActionProps {
  user: User;
  roles: readonly Role[];
  onDone: (outcome: UserOutcome) => void;
}

/** Shows nothing for the organization's own users. */
export function TakeFromPartnerAction({ user, roles, onDone }: TakeFromPartnerActionProps) {
  const { partner } = user;
  const staff = roles.find(({ builtIn, grantable }) => builtIn === 'staff' && grantable);
  if (!partner || !staff) return null;
  const take = async () => {
    const input = { params: { partnerId: partner.id }, body: { userId: user.id, roleId: staff.id } };
    const now = await withStepUp(() => callSignedIn(takeUserFromPartner, input));
    void queryClient.invalidateQueries({ queryKey: ['partners'] });
    onDone({ users: [now], told: `${now.name} is a user of your organization now` });
  };
  return (
    <ConfirmedAction
      label="Take out of partner"
      title={`Take ${sayPerson(user)} out of ${partner.name}?`}
      verb="Take out"
      act={take}
    >
      They become a user of your organization with the role {staff.name}, and are signed out once.
    </ConfirmedAction>
  );
}
