// What to do first in a new organization; it stays until all of it is done.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Session } from '../../../../contract/endpoints/session.ts';
import { ownPinQuery } from '../../../auth/account-query.ts';
import { readStored, store } from '../../../tablet/site-storage.ts';
import { Button } from '../../../ui/button.tsx';
import { CheckIcon } from '../../../ui/icons.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { devicesQuery } from '../../devices/device-queries.ts';
import './users.css';

const hiddenMark = 'floorkey-first-steps-hidden';

interface UsersWelcomeProps {
  session: Session;
  /** Whether somebody else is there, too; nothing while that is not known. */
  hasPeople: boolean | undefined;
}

/** For an owner. An owner who wants no PIN can hide it. */
export function UsersWelcome({ session, hasPeople }: UsersWelcomeProps) {
  const { data: own } = useQuery(ownPinQuery);
  const { data: devices } = useQuery(devicesQuery);
  const [isHidden, setHidden] = useState(() => readStored('localStorage', hiddenMark) !== null);
  if (!own || !devices || hasPeople === undefined || isHidden) return null;
  const steps = [
    { id: 'people', done: hasPeople, words: 'Add users with “Add user” or “Import”' },
    {
      id: 'tablet',
      done: devices.length > 0,
      words: <Link href="/settings/devices">Authorize a tablet for them to share</Link>,
    },
    { id: 'pin', done: own.hasPin, words: <Link href="/account">Set a PIN of your own</Link> },
  ];
  if (steps.every(({ done }) => done)) return null;
  const hide = () => {
    store('localStorage', hiddenMark, 'yes');
    setHidden(true);
  };
  return (
    <Notice
      tone="info"
      title={`Welcome to Floorkey, ${session.user.firstName || session.user.name}`}
      action={<Button onClick={hide}>Hide</Button>}
    >
      <ol className="fk-first-steps">
        {steps.map(({ id, done, words }) => (
          <li key={id}>
            {words}
            {done && (
              <>
                {' '}
                <CheckIcon size={18} />
                <span className="fk-unseen">done</span>
              </>
            )}
          </li>
        ))}
      </ol>
    </Notice>
  );
}
