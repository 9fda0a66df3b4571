// The notice of users who forgot their PIN and asked for a new one at a pad, with what to do about it.
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import {
  answerPinRequest,
  dismissPinRequest,
  listPinRequests,
  type PinRequest,
} from '../../../../contract/endpoints/pin-requests.ts';
import type { Session } from '../../../../contract/endpoints/session.ts';
import { getUser } from '../../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { queryClient } from '../../../auth/server-state.tsx';
import { withStepUp } from '../../../auth/step-up.ts';
import { FailureNotice, sayFailure } from '../../../ui/admin/failure-notice.tsx';
import { Ago } from '../../../ui/admin/moment.tsx';
import { useWork } from '../../../ui/admin/use-work.ts';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { sayUsers } from '../../say-count.ts';
import type { ShownOnce } from '../user-outcome.ts';
import './forgotten-pins.css';
import { sayPerson } from '../say-person.ts';

const pinRequestsQuery = queryOptions({
  queryKey: ['pin-requests'],
  queryFn: async ({ signal }) => (await callSignedIn(listPinRequests, {}, { signal })).requests,
  // They come in while the list stands open.
  refetchInterval: 15_000,
});

/** With more, the list stays short until all are asked for. */
const shownAtFirst = 3;

function refresh(): void {
  void queryClient.invalidateQueries({ queryKey: pinRequestsQuery.queryKey });
  void queryClient.invalidateQueries({ queryKey: ['users'] });
}

interface RequestLineProps {
  request: PinRequest;
  onPin: (shown: ShownOnce) => void;
}

function RequestLine({ request, onPin }: RequestLineProps) {
  const { id: requestId, user, device, requestedAt, answerable } = request;
  const answering = useWork();
  const dismissing = useWork();
  const params = { requestId };
  const answer = async () => {
    // Read first: nothing may fail between the PIN and its only showing.
    const person = await callSignedIn(getUser, { params: { userId: user.id } });
    const { pin } = await withStepUp(() => callSignedIn(answerPinRequest, { params, body: {} }));
    onPin({ pin, user: person });
    refresh();
  };
  const dismiss = async () => {
    await callSignedIn(dismissPinRequest, { params });
    refresh();
  };
  const failure = answering.failure ?? dismissing.failure;
  return (
    <li className="fk-forgot">
      <div className="fk-forgot-who">
        <p>
          <bdi>{sayPerson(user)}</bdi>
        </p>
        <p className="fk-forgot-when">
          <Ago at={requestedAt} />
          {device && (
            <>
              , <bdi>{device.name}</bdi>
            </>
          )}
          {!answerable && ' (may do more than you)'}
        </p>
        {failure != null && (
          <p className="fk-forgot-failed" role="alert">
            {sayFailure(failure)}
          </p>
        )}
      </div>
      <div className="fk-forgot-actions">
        {answerable && (
          <Button
            busy={answering.busy}
            onClick={() => answering.run(answer)}
            aria-label={`Give a new PIN: ${user.name}`}
          >
            Give a new PIN
          </Button>
        )}
        <Button
          variant="quiet"
          busy={dismissing.busy}
          onClick={() => dismissing.run(dismiss)}
          aria-label={`Dismiss: ${user.name}`}
        >
          Dismiss
        </Button>
      </div>
    </li>
  );
}

export interface ForgottenPinsProps {
  session: Session;
  /** Gets the new PIN, to be shown once. */
  onPin: (shown: ShownOnce) => void;
}

/** Stands above the list of users while somebody waits; nothing for those who may not give PINs. */
export function ForgottenPins({ session, onPin }: ForgottenPinsProps) {
  const mayAnswer = session.permissions.includes('pins:answer');
  const { data, error, refetch } = useQuery({ ...pinRequestsQuery, enabled: mayAnswer });
  const [isOpen, setOpen] = useState(false);
  if (!data) return <FailureNotice failure={error} onRetry={() => void refetch()} />;
  if (data.length === 0) return null;
  const toggle = data.length > shownAtFirst && (
    <Button variant="quiet" onClick={() => setOpen(!isOpen)}>
      {isOpen ? 'Show fewer' : 'Show all'}
    </Button>
  );
  return (
    <Notice tone="warning" title={`${sayUsers(data.length)} forgot their PIN`} action={toggle}>
      <ul className="fk-forgot-list">
        {(isOpen ? data : data.slice(0, shownAtFirst)).map((request) => (
          <RequestLine key={request.id} request={request} onPin={onPin} />
        ))}
      </ul>
    </Notice>
  );
}
