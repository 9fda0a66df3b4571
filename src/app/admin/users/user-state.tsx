// What state a user is in, as badges: invited, active or suspended, and what waits for somebody to act on it.
import type { User } from '../../../contract/endpoints/users.ts';
import { Moment } from '../../ui/admin/moment.tsx';
import { Badge } from '../../ui/badge.tsx';
import './list/users.css';

/** Nothing to wait for in an invitation of somebody who has a password already. */
const isWaited = ({ state, invitation, hasPassword }: User) =>
  invitation !== null && !hasPassword && state !== 'suspended';

function MainState({ user }: { user: User }) {
  const { state, invitation } = user;
  if (state === 'suspended') return <Badge tone="warning">Suspended</Badge>;
  if (isWaited(user) && invitation?.expired) return <Badge tone="warning">Invitation expired</Badge>;
  if (state === 'active') return <Badge tone="success">Active</Badge>;
  return <Badge tone="info">Invited</Badge>;
}

/** The state with, for an open invitation, until when its link works. */
export function UserState({ user }: { user: User }) {
  const { invitation, pinRequestedAt, undeliveredMail } = user;
  const until = isWaited(user) && invitation && !invitation.expired ? invitation.expiresAt : null;
  return (
    <span className="fk-stack fk-gap-1">
      <span className="fk-row fk-gap-1">
        <MainState user={user} />
        {pinRequestedAt && <Badge tone="warning">Forgot PIN</Badge>}
        {undeliveredMail && <Badge tone="error">Email not delivered</Badge>}
      </span>
      {until && (
        <span className="fk-list-detail">
          until <Moment at={until} />
        </span>
      )}
    </span>
  );
}
