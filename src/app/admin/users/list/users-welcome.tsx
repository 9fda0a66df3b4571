// What to do next, while the owner is alone in the organization.
import type { Session } from '../../../../contract/endpoints/session.ts';
import { useDeviceState } from '../../../tablet/device-state.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';

/** Leads to the first tablet. */
export function UsersWelcome({ session }: { session: Session }) {
  const isLinked = useDeviceState(({ phase }) => phase === 'linked');
  const canAuthorize = session.permissions.includes('devices:authorize');
  return (
    <Notice
      tone="info"
      title={`Welcome to Floorkey, ${session.user.firstName || session.user.name}`}
      action={
        !isLinked && canAuthorize && <ButtonLink href="/settings/devices">Authorize a tablet</ButtonLink>
      }
    >
      Two steps to the first PIN: add users here, and authorize the tablet they share.
    </Notice>
  );
}
