// What is known of a revoked device: when it was revoked, until when it can go on unheard, and that it has wiped itself.
import type { Device } from '../../../contract/endpoints/devices.ts';
import { Moment } from '../../ui/admin/moment.tsx';
import { sayCount } from '../say-count.ts';

function Silence({ device, now }: { device: Device; now: number }) {
  const { lastSeenAt, leaseEndsAt } = device;
  const isOver = leaseEndsAt !== null && Date.parse(leaseEndsAt) < now;
  return (
    <>
      {lastSeenAt ? (
        <>
          not seen since <Moment at={lastSeenAt} />
        </>
      ) : (
        'never seen'
      )}
      {leaseEndsAt && (
        <>
          {' · '}
          {isOver ? 'stopped working offline at ' : 'stops working offline at '}
          <Moment at={leaseEndsAt} withTomorrow />
        </>
      )}
    </>
  );
}

/** An online tablet is wiped within a second or two, which only seconds can tell. */
const atOnceMilliseconds = 60_000;

/** "revoked 10:02 · not seen since 09:40 · stops working offline at 09:40 tomorrow", then "wiped 11:15 · 14 events received · 2 events were lost". */
export function RevokedState({ device, now = Date.now() }: { device: Device; now?: number }) {
  const { revokedAt, wipedAt, eventsReceived, eventsLost } = device;
  if (revokedAt === null) return null;
  const withSeconds = wipedAt !== null && Date.parse(wipedAt) - Date.parse(revokedAt) < atOnceMilliseconds;
  return (
    <p>
      revoked <Moment at={revokedAt} withSeconds={withSeconds} />
      {' · '}
      {wipedAt ? (
        <>
          wiped <Moment at={wipedAt} withSeconds={withSeconds} />
        </>
      ) : (
        <Silence device={device} now={now} />
      )}
      {eventsReceived > 0 && ` · ${sayCount(eventsReceived, 'event')} received`}
      {eventsLost > 0 && ` · ${sayCount(eventsLost, 'event was', 'events were')} lost`}
    </p>
  );
}
