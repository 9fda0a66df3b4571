// Cards to print: for each user how they are called, their temporary PIN or password, and how to use it.
import { useEffect, useState } from 'react';
import { ConfirmDialog } from '../../../ui/admin/confirm-dialog.tsx';
import { Moment } from '../../../ui/admin/moment.tsx';
import { PageHeader } from '../../../ui/admin/page-header.tsx';
import { Button } from '../../../ui/button.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { usePageTitle } from '../../../ui/page-title.ts';
import { sayCount } from '../../say-count.ts';
import type { ShownOnce } from '../user-outcome.ts';
import './pin-cards.css';

export interface PinCardsPageProps {
  organizationName: string;
  cards: readonly ShownOnce[];
  /** Back to the list; what is on the cards is forgotten. */
  onDone: () => void;
}

function Steps({ pin, password }: ShownOnce) {
  const isBoth = pin !== undefined && password !== undefined;
  return (
    <ol className="fk-pin-card-steps">
      {pin !== undefined && (
        <>
          <li>Go to a tablet with Floorkey. If it asks for your name, tap it.</li>
          <li>Enter the PIN on this card.</li>
          <li>Choose a PIN of your own{isBoth ? '.' : ', and throw this card away.'}</li>
        </>
      )}
      {password !== undefined && (
        <>
          <li>
            {isBoth && 'For the settings: '}Open {location.host}/sign-in in a browser.
          </li>
          <li>Enter the email address and password on this card.</li>
          <li>Choose a password of your own, and throw this card away.</li>
        </>
      )}
    </ol>
  );
}

function End({ at }: { at: string | null }) {
  return (
    at && (
      <dd>
        until <Moment at={at} />
      </dd>
    )
  );
}

function Card({ organizationName, card }: { organizationName: string; card: ShownOnce }) {
  const { user, pin, password } = card;
  return (
    <li className="fk-pin-card">
      <p className="fk-pin-card-organization">
        <bdi>{organizationName}</bdi>
      </p>
      <p className="fk-pin-card-name">
        <bdi>{user.name}</bdi>
      </p>
      <dl className="fk-pin-card-facts">
        <div>
          <dt>Username</dt>
          <dd>
            <bdi>{user.username}</bdi>
          </dd>
        </div>
        {pin !== undefined && (
          <div>
            <dt>Temporary PIN</dt>
            <dd className="fk-pin-card-secret">{pin}</dd>
            <End at={user.pinExpiresAt} />
          </div>
        )}
        {password !== undefined && (
          <>
            <div>
              <dt>Email address</dt>
              <dd>{user.email}</dd>
            </div>
            <div>
              <dt>Password for the first sign-in</dt>
              <dd className="fk-pin-card-secret">{password}</dd>
              <End at={user.passwordExpiresAt} />
            </div>
          </>
        )}
      </dl>
      <Steps {...card} />
    </li>
  );
}

/** Stands in place of the list. The secrets live in this page's memory alone, and go with it. */
export function PinCardsPage({ organizationName, cards, onDone }: PinCardsPageProps) {
  usePageTitle('PIN cards');
  const [printed, setPrinted] = useState(false);
  const [leaving, setLeaving] = useState(false);
  useEffect(() => {
    scrollTo(0, 0);
    const note = () => setPrinted(true);
    addEventListener('beforeprint', note);
    return () => removeEventListener('beforeprint', note);
  }, []);
  useEffect(() => {
    if (printed) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [printed]);
  return (
    <div className="fk-pin-cards-page">
      <div className="fk-pin-cards-head">
        <PageHeader
          title="PIN cards"
          lead={`${sayCount(cards.length, 'card')}, for A4 or Letter paper. Cut along the lines.`}
          action={
            <div className="fk-row">
              <Button onClick={() => (printed ? onDone() : setLeaving(true))}>Done</Button>
              <Button
                variant="primary"
                onClick={() => {
                  setPrinted(true);
                  print();
                }}
              >
                Print
              </Button>
            </div>
          }
        />
        <Notice tone="warning" title="Print them before you leave this page">
          PINs are shown only once, on this page. If you leave or reload it, you’ll have to give new ones.
        </Notice>
      </div>
      <ul className="fk-pin-cards" aria-label="Cards">
        {cards.map((card) => (
          <Card key={card.user.id} organizationName={organizationName} card={card} />
        ))}
      </ul>
      <ConfirmDialog
        isOpen={leaving}
        title="Leave without printing?"
        confirmLabel="Leave"
        cancelLabel="Stay here"
        onConfirm={onDone}
        onCancel={() => setLeaving(false)}
      >
        The cards haven’t been printed. If you leave, the PINs are lost and you’ll have to give new ones.
      </ConfirmDialog>
    </div>
  );
}
