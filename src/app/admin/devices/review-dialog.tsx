// "To review": what a device noted offline and the check at the sync found doubtful, to accept or reject.
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { reviewDeviceEvents } from '../../../contract/endpoints/device-reviews.ts';
import type { Device } from '../../../contract/endpoints/devices.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { queryClient } from '../../auth/server-state.tsx';
import { Dialog } from '../../ui/admin/dialog.tsx';
import { FailureNotice } from '../../ui/admin/failure-notice.tsx';
import { useWork } from '../../ui/admin/use-work.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { devicesQuery } from './device-queries.ts';
import { ReviewDecided } from './review-decided.tsx';
import { groupOpen, listDecided } from './review-groups.ts';
import { ReviewOpen } from './review-open.tsx';
import { reviewsQuery } from './review-queries.ts';
import './review.css';

type Verdict = 'accepted' | 'rejected';

interface DecisionProps {
  count: number;
  /** The one that is on its way. */
  sending: Verdict | null;
  failure: unknown;
  onDecide: (verdict: Verdict) => void;
}

function Decision({ count, sending, failure, onDecide }: DecisionProps) {
  const idle = count === 0 || sending !== null;
  return (
    <section className="fk-review-bar" aria-label="Decide">
      <FailureNotice failure={failure} />
      <p className="fk-review-count" role="status">
        {count === 0 ? 'Select what you’ve reviewed.' : `${count} selected`}
      </p>
      <Button
        variant="danger"
        disabled={idle}
        busy={sending === 'rejected'}
        onClick={() => onDecide('rejected')}
      >
        Reject
      </Button>
      <Button
        variant="primary"
        disabled={idle}
        busy={sending === 'accepted'}
        onClick={() => onDecide('accepted')}
      >
        Accept
      </Button>
    </section>
  );
}

export interface ReviewDialogProps {
  device: Pick<Device, 'id' | 'name'>;
  canDecide: boolean;
  onClose: () => void;
}

/** Is open for as long as it stands. */
export function ReviewDialog({ device, canDecide, onClose }: ReviewDialogProps) {
  const { data, error, isPending, refetch } = useQuery(reviewsQuery(device.id));
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [sending, setSending] = useState<Verdict | null>(null);
  const work = useWork();
  const start = useRef<HTMLDivElement>(null);
  const groups = groupOpen(data?.events ?? []);
  const shown = groups.flatMap(({ events }) => events.map(({ position }) => position));
  // Somebody else may have decided on some of them meanwhile.
  const selected = new Set(shown.filter((position) => chosen.has(position)));
  const select = (positions: readonly number[], isSelected: boolean) =>
    setChosen((before) => {
      const after = new Set(before);
      for (const position of positions) {
        if (isSelected) after.add(position);
        else after.delete(position);
      }
      return after;
    });
  const decide = (verdict: Verdict) =>
    work.run(async () => {
      setSending(verdict);
      try {
        await callSignedIn(reviewDeviceEvents, {
          params: { deviceId: device.id },
          body: { positions: [...selected], verdict },
        });
        setChosen(new Set());
        await queryClient.invalidateQueries({ queryKey: devicesQuery.queryKey });
        // The button that was pressed may be gone, and with it the focus.
        start.current?.focus();
      } finally {
        setSending(null);
      }
    });
  const more = (data?.open ?? 0) - shown.length;
  return (
    <Dialog isOpen onClose={onClose} title={`To review on “${device.name}”`} busy={sending !== null}>
      <div ref={start} tabIndex={-1} className="fk-review-start">
        {isPending && <SkeletonRows label="Loading" rows={3} />}
        <FailureNotice failure={error} onRetry={() => void refetch()} />
        {data && shown.length === 0 && (
          <Notice tone="success" title="Nothing to review">
            When this device is back online, the server checks what happened on it. Anything doubtful appears
            here.
          </Notice>
        )}
        {shown.length > 0 && (
          <p>
            This happened while the device was offline. Accepting or rejecting records your verdict: nothing
            is deleted or undone, and the audit trail keeps both.
          </p>
        )}
      </div>
      {groups.map((group) => (
        <ReviewOpen
          key={group.key}
          group={group}
          canDecide={canDecide}
          selected={selected}
          onSelect={select}
        />
      ))}
      {more > 0 && <p>{more} more follow after these.</p>}
      <ReviewDecided events={listDecided(data?.events ?? [])} />
      {canDecide && shown.length > 0 && (
        <Decision count={selected.size} sending={sending} failure={work.failure} onDecide={decide} />
      )}
    </Dialog>
  );
}
