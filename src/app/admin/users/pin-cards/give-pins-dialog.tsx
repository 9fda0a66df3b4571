// The question before several users get temporary PINs, its progress, and what did not work.
import { useRef, useState } from 'react';
import type { User } from '../../../../contract/endpoints/users.ts';
import { Dialog } from '../../../ui/admin/dialog.tsx';
import { sayFailure } from '../../../ui/admin/failure-notice.tsx';
import { Button } from '../../../ui/button.tsx';
import { FormActions } from '../../../ui/form-layout.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { nameSome } from '../list/name-some.ts';
import type { ShownOnce } from '../user-outcome.ts';
import { type GivenPins, givePins } from './give-pins.ts';
import './give-pins.css';
import { sayPerson } from '../say-person.ts';

export interface GivePinsDialogProps {
  users: readonly User[];
  onCards: (cards: readonly ShownOnce[]) => void;
  onClose: () => void;
}

function Problems({ given }: { given: GivenPins }) {
  return (
    <>
      {given.stopped && <Notice tone="warning" title="Stopped before everyone had a new PIN" />}
      {given.problems.length > 0 && (
        <Notice tone="error" title={`${given.problems.length} could not be given a PIN`}>
          <ul className="fk-give-problems">
            {given.problems.map(({ user, failure }) => (
              <li key={user.id}>
                <bdi>{sayPerson(user)}</bdi>: {sayFailure(failure)}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}

/** Is open for as long as it stands; it can be stopped at any time, and the PINs made until then are on the cards. */
export function GivePinsDialog({ users, onCards, onClose }: GivePinsDialogProps) {
  const [done, setDone] = useState<number | null>(null);
  const [given, setGiven] = useState<GivenPins | null>(null);
  const stopped = useRef(false);
  const start = async () => {
    setDone(0);
    const result = await givePins(users, setDone, () => stopped.current);
    if (result.cards.length > 0 && result.problems.length === 0 && !result.stopped)
      return onCards(result.cards);
    setGiven(result);
    setDone(null);
  };
  const close = () => (given && given.cards.length > 0 ? onCards(given.cards) : onClose());
  const [first] = users;
  const one = users.length === 1;
  const title = one
    ? `Print a PIN card for ${first && sayPerson(first)}?`
    : `Print ${users.length} PIN cards?`;
  return (
    <Dialog isOpen onClose={close} title={title} width="narrow" busy={done !== null}>
      {done !== null && (
        <>
          <p role="status">
            {done} of {users.length}
          </p>
          <progress className="fk-give-progress" value={done} max={users.length} aria-label="Giving PINs" />
          <FormActions>
            <Button
              onClick={() => {
                stopped.current = true;
              }}
            >
              Stop
            </Button>
          </FormActions>
        </>
      )}
      {done === null && given && (
        <>
          <Problems given={given} />
          <FormActions>
            <Button variant="primary" onClick={close}>
              {given.cards.length > 0 ? `Continue with ${given.cards.length}` : 'OK'}
            </Button>
          </FormActions>
        </>
      )}
      {done === null && !given && (
        <>
          {!one && <p>{nameSome(users.map(sayPerson))}</p>}
          <p>
            {one ? 'This user gets' : 'Each user gets'} a temporary PIN. The current PIN stops working
            immediately. At the first sign-in they choose their own. The PINs are only on the cards.
          </p>
          <FormActions>
            <Button onClick={onClose}>Cancel</Button>
            <Button variant="primary" onClick={() => void start()}>
              Give PINs
            </Button>
          </FormActions>
        </>
      )}
    </Dialog>
  );
}
