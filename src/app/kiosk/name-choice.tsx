// The names of those who may sign in on this tablet, where the organization signs in by name, then PIN.
import { type KeyboardEvent, useEffect, useMemo, useState } from 'react';
import type { RosterUser } from '../../contract/endpoints/device.ts';
import { useDeviceState } from '../tablet/device-state.ts';
import { useUpdateWhenIdle } from '../tablet/pad-update.ts';
import { Button } from '../ui/button.tsx';
import { useIdle } from '../ui/idle.ts';
import { mayTry, useOfflineWay } from './offline-way.ts';
import { OfflineMessage } from './pad-message.tsx';
import './name-choice.css';

/** With more names than this, their first letters come before them. */
const comfortable = 18;
/** More names than this are not shown at once. */
const most = 120;
const forgetAfter = 30_000;

interface LettersProps {
  letters: readonly string[];
  isNarrowed: boolean;
  onChoose: (beginning: string) => void;
}

const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

/** Moves the focus among the letters, which are one stop of the Tab key: the names come right after them. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  const at = buttons.findIndex((button) => button.matches(':focus'));
  if (step === undefined || at < 0) return;
  event.preventDefault();
  buttons.at((at + step) % buttons.length)?.focus();
}

function Letters({ letters, isNarrowed, onChoose }: LettersProps) {
  const choices = [
    ...(isNarrowed ? [['', 'All names'] as const] : []),
    ...letters.map((one) => [one, one] as const),
  ];
  return (
    <div className="fk-letters" role="toolbar" aria-label="First letters" onKeyDown={moveFocus}>
      {choices.map(([beginning, label], at) => (
        <button
          type="button"
          className="fk-letter"
          key={label}
          tabIndex={at === 0 ? 0 : -1}
          onClick={() => onChoose(beginning)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

interface NameChoiceProps {
  users: readonly RosterUser[];
  onChoose: (userId: string) => void;
}

/** Big names to tap; the letters above narrow them down. */
export function NameChoice({ users, onChoose }: NameChoiceProps) {
  const online = useDeviceState(({ connection }) => connection.online);
  const troubled = useDeviceState(({ syncProblem }) => syncProblem !== null);
  const tries = useDeviceState((state) => state.tries);
  const { open } = useOfflineWay();
  const [beginning, setBeginning] = useState('');
  const names = useMemo(() => {
    const { compare } = new Intl.Collator();
    return [...users].sort((a, b) => compare(a.name, b.name));
  }, [users]);
  const narrowing = names.length > comfortable;
  const [finder, setFinder] = useState<typeof import('./find-names.ts') | null>(null);
  useEffect(() => {
    // Without it the names stand there all the same.
    if (narrowing) void import('./find-names.ts').then(setFinder, () => undefined);
  }, [narrowing]);
  const listed = useMemo(() => finder?.listNames(names), [finder, names]);
  const { found, letters } = useMemo(
    () => (finder && listed && finder.findNames(listed, beginning)) ?? { found: names, letters: [] },
    [finder, listed, names, beginning],
  );
  useIdle({ after: forgetAfter, onIdle: () => setBeginning('') });
  useUpdateWhenIdle(beginning === '');

  const tooMany = found.length > most && letters.length > 0;
  return (
    <section className="fk-names" aria-label="Names">
      <p className="fk-pad-prompt">{tooMany ? 'Tap the first letters of your name' : 'Tap your name'}</p>
      {(!online || troubled) && <OfflineMessage />}
      {narrowing && <Letters letters={letters} isNarrowed={beginning !== ''} onChoose={setBeginning} />}
      {!tooMany && (
        <ul className="fk-name-list">
          {found.map((user) => (
            <li key={user.id}>
              <Button
                size="large"
                wide
                disabled={!online && !(open && mayTry(user, tries))}
                onClick={() => onChoose(user.id)}
              >
                <span className="fk-name">
                  <bdi>{user.name}</bdi>
                  {user.apart && <bdi className="fk-name-apart">{user.apart}</bdi>}
                </span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {open && users.some((user) => !mayTry(user, tries)) && (
        <p className="fk-names-none">Grey names need a connection.</p>
      )}
      {names.length === 0 && (
        <p className="fk-names-none">
          Nobody can sign in on this tablet yet. An admin can add users under Organization Settings → Users.
        </p>
      )}
    </section>
  );
}
