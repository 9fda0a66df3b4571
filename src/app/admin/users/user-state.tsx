// What state a person is in, as badges: invited, active or suspended, and what waits for somebody to act on it.
import type { User } from '../../../contract/endpoints/users.ts';
import { Moment } from '../../ui/admin/moment.tsx';
import { Badge } from '../../ui/badge.tsx';
import './users.css';

function MainState({ user: { state, invitation } }: { user: User }) {
  if (state === 'suspended') return <Badge tone="warning">Suspended</Badge>;
  if (invitation?.expired) return <Badge tone="warning">Invitation expired</Badge>;
  if (state === 'active') return <Badge tone="success">Active</Badge>;
  return <Badge tone="info">Invited</Badge>;
}

/** The state with, for an open invitation, until when its link works. */
export function UserState({ user }: { user: User }) {
  const { state, invitation, pinRequestedAt, undeliveredMail } = user;
  const waits = invitation !== null && !invitation.expired && state !== 'suspended';
  return (
    <span className="fk-user-state">
      <span className="fk-badges">
        <MainState user={user} />
        {waits && state === 'active' && <Badge tone="info">Invited</Badge>}
        {pinRequestedAt && <Badge tone="warning">Forgot PIN</Badge>}
        {undeliveredMail && <Badge tone="error">Mail not delivered</Badge>}
      </span>
      {waits && (
        <span className="fk-list-detail">
          until <Moment at={invitation.expiresAt} />
        </span>
      )}
    </span>
  );
}
