// "Take out of partner": makes a partner's person one of the organization's own, as staff.
import { useQuery } from '@tanstack/react-query';
import { takeUserFromPartner } from '../../../../contract/endpoints/partners.ts';
import type { User } from '../../../../contract/endpoints/users.ts';
import { callSignedIn, sessionQuery } from '../../../auth/account-session.ts';
import { withFreshPassword } from '../../../auth/fresh-password.ts';
import { queryClient } from '../../../server-state.tsx';
import { ConfirmedAction } from '../../../ui/admin/confirmed-action.tsx';
import type { UserOutcome } from '../user-outcome.ts';
import { rolesQuery } from '../user-queries.ts';

export interface TakeFromPartnerActionProps {
  user: User;
  onDone: (outcome: UserOutcome) => void;
}

/** Shows nothing for those who may not see partners: a partner's own people don't. */
export function TakeFromPartnerAction({ user, onDone }: TakeFromPartnerActionProps) {
  const { partner } = user;
  const { data: session } = useQuery(sessionQuery);
  const { data: roles } = useQuery(rolesQuery);
  const staff = roles?.find(({ builtIn, grantable }) => builtIn === 'staff' && grantable);
  if (!partner || !staff || !session?.permissions.includes('partners:read')) return null;
  const take = async () => {
    const input = { params: { partnerId: partner.id }, body: { userId: user.id, roleId: staff.id } };
    const now = await withFreshPassword(() => callSignedIn(takeUserFromPartner, input));
    void queryClient.invalidateQueries({ queryKey: ['partners'] });
    onDone({ users: [now], told: `${now.name} is one of your own people now` });
  };
  return (
    <ConfirmedAction
      label="Take out of partner"
      title={`Take ${user.name} out of ${partner.name}?`}
      verb="Take out"
      act={take}
    >
      They become one of your organization’s own people, with the role {staff.name}, and are signed out once.
    </ConfirmedAction>
  );
}
