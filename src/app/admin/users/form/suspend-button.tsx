// "Suspend" and "Reactivate": asks first, then changes whether a user may come in at all.
import { type User, updateUser } from '../../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { withStepUp } from '../../../auth/step-up.ts';
import { ConfirmedAction } from '../../../ui/admin/confirmed-action.tsx';
import { sayPerson } from '../say-person.ts';
import type { UserOutcome } from '../user-outcome.ts';

const isOutThemselves = ({ suspendedBy }: User) => suspendedBy.includes('person');
const isPartnerOut = ({ suspendedBy }: User) => suspendedBy.includes('partner');

function sayDone(now: User): string {
  if (isOutThemselves(now)) return `Suspended ${now.name}`;
  if (isPartnerOut(now)) return `${now.name} can sign in once ${now.partner?.name} is reactivated`;
  return `Reactivated ${now.name}`;
}

function Consequences({ user }: { user: User }) {
  const partner = isPartnerOut(user) && <bdi>{user.partner?.name}</bdi>;
  if (isOutThemselves(user)) {
    return partner ? (
      <>Reactivate the partner {partner}, too: until then they still can’t sign in.</>
    ) : (
      'They can sign in again with their PIN and password.'
    );
  }
  return partner ? (
    <>They stay suspended, even when {partner} is reactivated, until you reactivate them.</>
  ) : (
    'They’re signed out everywhere within seconds and can’t sign in until you reactivate them. Nothing is deleted.'
  );
}

/** Whoever is out with their partner alone can be suspended on their own, but comes back only with it. */
export function SuspendButton({ user, onDone }: { user: User; onDone: (outcome: UserOutcome) => void }) {
  const isIn = !isOutThemselves(user);
  const verb = isIn ? 'Suspend' : 'Reactivate';
  const change = async () => {
    const body = { revision: user.revision, state: isIn ? 'suspended' : 'active' } as const;
    const input = { params: { userId: user.id }, body };
    const now = await withStepUp(() => callSignedIn(updateUser, input));
    onDone({ users: [now], told: sayDone(now) });
  };
  return (
    <>
      {isIn && isPartnerOut(user) && (
        <p className="fk-list-detail">
          Suspended with the partner. Reactivate the partner <bdi>{user.partner?.name}</bdi> first; then{' '}
          <bdi>{user.name}</bdi> can sign in again.
        </p>
      )}
      <ConfirmedAction
        label={verb}
        title={`${verb} ${sayPerson(user)}?`}
        verb={verb}
        tone={isIn ? 'danger' : 'primary'}
        act={change}
      >
        <Consequences user={user} />
      </ConfirmedAction>
    </>
  );
}
