// Why a PIN did not open a session, as the pad shows it.
import { problems } from '../../contract/problem.ts';
import { StorageFailure } from '../../device/store/storage-failure.ts';
import { ApiProblem, NotLinked, Unreachable } from '../tablet/api.ts';
import { serverNow } from '../tablet/device-state.ts';

export type PinRefusal = {
  readonly title: string;
  /** What to do next. */
  readonly advice: string;
  /** The PIN was looked at and is wrong. */
  readonly wrong: boolean;
  /** The pad stays closed until then, by the server's clock in milliseconds; `span` is how long that was at first. */
  readonly pause: { readonly until: number; readonly span: number } | null;
};

const pauseAdvice = 'Try again in';
const unchecked = 'Your PIN was not checked.';

function readPause({ retryAt }: ApiProblem): PinRefusal['pause'] {
  return retryAt ? { until: retryAt.getTime(), span: retryAt.getTime() - serverNow() } : null;
}

function adviseAfterWrongPin(triesLeft: number | undefined): string {
  if (triesLeft === undefined) return 'Try again.';
  return `${triesLeft} ${triesLeft === 1 ? 'try' : 'tries'} left before this tablet locks.`;
}

/** A pause that the server told of before anybody tried. */
export function describePause(until: number): PinRefusal {
  const pause = { until, span: until - serverNow() };
  return { title: problems.device_paused.title, advice: pauseAdvice, wrong: false, pause };
}

const offlineAdvice: Readonly<Record<string, readonly [title: string, advice: string]>> = {
  user: ['Too many wrong PINs for this name', 'They can sign in again when the connection is back.'],
  device: ['Too many wrong PINs on this tablet', 'Try again when the connection is back.'],
  lost: ['This tablet lost its record of wrong PINs', 'Try again when the connection is back.'],
  'online-only': ['This PIN works only with a connection', 'Wait until the connection is back.'],
  clock: ['This tablet’s clock was set back', 'Try again when the connection is back.'],
  lease: ['Offline for too long', 'Try again when the connection is back.'],
};

function describeOfflineRefusal(error: Error): PinRefusal {
  const left = 'triesLeft' in error && typeof error.triesLeft === 'number' ? error.triesLeft : 0;
  if (error.message === 'wrong-pin') {
    const advice =
      left === 0
        ? 'No tries left until the connection is back.'
        : `${left} ${left === 1 ? 'try' : 'tries'} left without a connection.`;
    return { title: problems.wrong_pin.title, advice, wrong: true, pause: null };
  }
  const [title, advice] = offlineAdvice[error.message] ?? [
    'No connection',
    'Wait until the connection is back.',
  ];
  return { title, advice, wrong: false, pause: null };
}

/** Puts an error of `signInWithPin` into words. */
export function describeRefusal(error: unknown): PinRefusal {
  const refusal = { wrong: false, pause: null };
  if (error instanceof Unreachable) {
    const advice = `${unchecked} Check the network and try again.`;
    return { ...refusal, title: 'The server can’t be reached', advice };
  }
  // Named, not imported: what it comes from is loaded only when it is needed.
  if (error instanceof Error && error.name === 'OfflineRefusal') return describeOfflineRefusal(error);
  if (!(error instanceof ApiProblem)) {
    // Of the others only the browser knows what they mean.
    const isPlain = error instanceof StorageFailure || error instanceof NotLinked;
    const advice = isPlain ? error.message : 'Reload the page and try again.';
    return { ...refusal, title: 'Something went wrong on this tablet', advice };
  }
  const { code } = error;
  const { title } = problems[code];
  if (code === 'wrong_pin' || code === 'device_paused') {
    const pause = readPause(error);
    const advice = pause ? pauseAdvice : adviseAfterWrongPin(error.triesLeft);
    return { title, advice, wrong: code === 'wrong_pin', pause };
  }
  if (error.status >= 500) {
    const failed = code === 'internal' ? 'The server has a problem' : title;
    return { ...refusal, title: failed, advice: `${unchecked} Wait a moment and try again.` };
  }
  return { ...refusal, title, advice: error.detail };
}
