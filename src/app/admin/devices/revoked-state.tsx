// What is known of a revoked device: when it was revoked, and whether it has wiped itself since.
import type { Device } from '../../../contract/endpoints/devices.ts';
import { Moment } from '../../ui/admin/moment.tsx';

function Silence({ device, now }: { device: Device; now: number }) {
  const { lastSeenAt, leaseEndsAt } = device;
  const isOver = leaseEndsAt !== null && Date.parse(leaseEndsAt) < now;
  return (
    <>
      {lastSeenAt ? (
        <>
          not seen since <Moment at={lastSeenAt} withSeconds />
        </>
      ) : (
        'never seen'
      )}
      {leaseEndsAt && (
        <>
          ; its lease {isOver ? 'ended' : 'ends'} at <Moment at={leaseEndsAt} />
        </>
      )}
    </>
  );
}

/** "revoked 10:02:00 · wiped 10:02:01", or since when it is silent and how long it can go on offline. */
export function RevokedState({ device, now = Date.now() }: { device: Device; now?: number }) {
  const { revokedAt, wipedAt } = device;
  if (revokedAt === null) return null;
  return (
    <p>
      revoked <Moment at={revokedAt} withSeconds />
      {' · '}
      {wipedAt ? (
        <>
          wiped <Moment at={wipedAt} withSeconds />
        </>
      ) : (
        <Silence device={device} now={now} />
      )}
    </p>
  );
}
