// The panel "Passkeys": one's own, and the way to add one.
import { useQuery } from '@tanstack/react-query';
import type { Passkey } from '../../contract/endpoints/passkeys.ts';
import { AddPasskey } from '../auth/add-passkey.tsx';
import { canUsePasskeys, ownPasskeysQuery } from '../auth/passkeys.ts';
import { FailureNotice } from '../ui/admin/failure-notice.tsx';
import { Panel } from '../ui/admin/page-header.tsx';
import { SkeletonRows } from '../ui/skeleton.tsx';
import { PasskeyItem } from './passkey-item.tsx';
import './own-sessions.css';

function PasskeyList({ passkeys }: { passkeys: readonly Passkey[] }) {
  if (passkeys.length === 0) return <p className="fk-session-detail">You have no passkey yet.</p>;
  return (
    <ul className="fk-sessions">
      {passkeys.map((passkey) => (
        <PasskeyItem key={passkey.id} passkey={passkey} />
      ))}
    </ul>
  );
}

/** Where the browser can make none, those that there are can still be removed. */
export function PasskeysPanel() {
  const { data: passkeys, error, refetch } = useQuery(ownPasskeysQuery);
  return (
    <Panel title="Passkeys">
      <p className="fk-session-detail">
        Sign in with your fingerprint, face or screen lock instead of your password. They stay when you change
        your password: remove any you don’t recognize.
      </p>
      {passkeys && <PasskeyList passkeys={passkeys} />}
      {error && <FailureNotice failure={error} onRetry={() => void refetch()} />}
      {!passkeys && !error && <SkeletonRows rows={1} label="Loading your passkeys" />}
      {canUsePasskeys() ? (
        passkeys && <AddPasskey />
      ) : (
        <p className="fk-session-detail">
          This browser can’t create passkeys. Open this page in another one.
        </p>
      )}
    </Panel>
  );
}
