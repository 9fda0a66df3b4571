// The words under the dots: what happened, what to do, or how long the pad stays closed.
import type { ReactNode } from 'react';
import { useDeviceState } from '../tablet/device-state.ts';
import { ConnectionLine } from './connection-line.tsx';
import { formatNearMoment } from './format-moment.ts';
import { useOfflineWay } from './offline-way.ts';
import { PadRefusal } from './pad-refusal.tsx';
import type { PinRefusal } from './pin-refusal.ts';

const endings = {
  locked: null,
  idle: 'Locked because nobody touched the tablet.',
  server: 'You were signed out because your account changed or Floorkey was opened in another window.',
};

const untilBack = 'Try again when the connection is back.';

const doubts = {
  'two-places': 'It’s paused until an admin signs in here and authorizes it again.',
  unknown: untilBack,
  'not-wanted': `Your organization doesn’t allow offline sign-in. ${untilBack}`,
  device: `Too many wrong PINs on this tablet. ${untilBack}`,
  lost: `This tablet lost its record of wrong PINs. ${untilBack}`,
  lease: `This tablet was offline for too long. ${untilBack}`,
  clock: `This tablet’s clock was set back. ${untilBack}`,
};

const standings = {
  unknown: 'This server doesn’t know this tablet',
  'two-places': 'This tablet is used in two places',
};

/** That the tablet falls behind, and why; people may still be able to sign in. */
function SyncProblem({ problem }: { problem: string }) {
  return (
    <div className="fk-pad-message">
      <p className="fk-pad-refused">This tablet can’t be updated</p>
      <p>{problem}</p>
    </div>
  );
}

/** What a pad without connection says: until when it takes PINs by itself, or why it doesn't. */
export function OfflineMessage() {
  const { until, doubt } = useOfflineWay();
  const syncProblem = useDeviceState((state) => state.syncProblem);
  const standing = useDeviceState((state) => state.standing);
  if (syncProblem) return <SyncProblem problem={syncProblem} />;
  return (
    <div className="fk-pad-message">
      {standing ? <p className="fk-pad-refused">{standings[standing]}</p> : <ConnectionLine />}
      {standing === 'unknown' && <p>An admin can sign in here and authorize it again.</p>}
      <p>
        {doubt || until === null
          ? doubts[doubt ?? 'unknown']
          : `Sign-in works until ${formatNearMoment(until)}`}
      </p>
    </div>
  );
}

interface PadMessageProps {
  refusal: PinRefusal | null;
  /** The pad takes nothing, since nobody could check it. */
  closed: boolean;
  busy: boolean;
  /** Nobody has touched the pad since the last session ended. */
  fresh: boolean;
  /** PINs differ in length, so that "OK" ends one. */
  several: boolean;
  onPauseEnd: () => void;
}

/** Exactly one message at a time, the most pressing one. */
export function PadMessage({
  refusal,
  closed,
  busy,
  fresh,
  several,
  onPauseEnd,
}: PadMessageProps): ReactNode {
  const online = useDeviceState(({ connection }) => connection.online);
  const troubled = useDeviceState(({ syncProblem }) => syncProblem !== null);
  const ended = useDeviceState(({ sessionEnded }) => sessionEnded);
  if (refusal?.pause) return <PadRefusal refusal={refusal} onPauseEnd={onPauseEnd} />;
  if (busy) return <p className="fk-pad-checking">Checking…</p>;
  // What was wrong with the last PIN says nothing of why the pad takes no other.
  if (refusal && !(refusal.wrong && closed)) return <PadRefusal refusal={refusal} onPauseEnd={onPauseEnd} />;
  if (!online || troubled) return <OfflineMessage />;
  const ending = ended && fresh ? endings[ended] : null;
  return (
    <p className={ending ? undefined : 'fk-pad-prompt'}>
      {ending ?? (several ? 'Tap your PIN, then OK' : 'Tap your PIN')}
    </p>
  );
}
