// The steps to a PIN of one's own at the pad: the present one, the new one, the new one again, and what can go wrong.
import { useCallback, useRef, useState } from 'react';
import { changeOwnPin, checkOwnPin, suggestOwnPin } from '../../../contract/endpoints/own-pin.ts';
import type { Session } from '../../../contract/endpoints/session.ts';
import { findPinWeakness } from '../../../contract/pin-rules.ts';
import { ApiProblem, callDevice, isProblem } from '../../tablet/api.ts';
import { useDeviceState } from '../../tablet/device-state.ts';
import { checkPinSession } from '../../tablet/pin-session.ts';
import { describeRefusal, type PinRefusal } from '../pin-refusal.ts';

export type OwnPinStep = 'current' | 'new' | 'again';

const refusalOf = (title: string, advice: string): PinRefusal => ({
  title,
  advice,
  wrong: true,
  pause: null,
});

/** Which step a refused PIN goes back to, and what is said there. */
function readFailure(error: unknown, first: OwnPinStep): { step: OwnPinStep; refusal: PinRefusal } {
  const atNew = error instanceof ApiProblem ? error.errors.newPin : undefined;
  if (atNew !== undefined) {
    return { step: 'new', refusal: refusalOf('Choose another PIN', atNew) };
  }
  const refusal = describeRefusal(error);
  if (isProblem(error, 'too_many_attempts')) {
    return { step: first, refusal: { ...refusal, title: 'Too many tries', advice: error.detail } };
  }
  return { step: refusal.wrong || refusal.pause ? first : 'again', refusal };
}

/**
 * Leads through the steps and sends the PIN at the end; what was typed is kept in memory only, and no longer than needed.
 * @param mustChange the person has just entered the PIN that is to be changed, so it isn't asked for again
 */
export function useOwnPinSteps(mustChange: boolean, pinLength: number, onDone: () => void) {
  const first: OwnPinStep = mustChange ? 'new' : 'current';
  const [step, setStep] = useState<OwnPinStep>(first);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<PinRefusal | null>(null);
  const [shakeKey, setShakeKey] = useState(0);
  const [generated, setGenerated] = useState<string | null>(null);
  const typed = useRef({ current: '', chosen: '' });
  const forget = useCallback(() => setRefusal(null), []);

  const go = (next: OwnPinStep) => {
    setRefusal(null);
    setStep(next);
  };
  const refuse = (next: OwnPinStep, why: PinRefusal) => {
    setStep(next);
    setRefusal(why);
    setShakeKey((key) => key + 1);
  };
  const send = async () => {
    const { current, chosen } = typed.current;
    setBusy(true);
    setRefusal(null);
    try {
      const body = mustChange ? { newPin: chosen } : { currentPin: current, newPin: chosen };
      const session: Session = await callDevice(changeOwnPin, { body });
      typed.current = { current: '', chosen: '' };
      useDeviceState.setState((before) => (before.session ? { session } : {}));
      onDone();
    } catch (error) {
      if (isProblem(error, 'not_signed_in')) await checkPinSession();
      const failed = readFailure(error, first);
      if (failed.step !== 'again') setGenerated(null);
      refuse(failed.step, failed.refusal);
    }
    setBusy(false);
  };
  const check = async (currentPin: string) => {
    setBusy(true);
    setRefusal(null);
    try {
      await callDevice(checkOwnPin, { body: { currentPin } });
      typed.current.current = currentPin;
      setStep('new');
    } catch (error) {
      if (isProblem(error, 'not_signed_in')) await checkPinSession();
      refuse('current', readFailure(error, first).refusal);
    }
    setBusy(false);
  };
  const generate = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      const { pin } = await callDevice(suggestOwnPin, {});
      typed.current.chosen = pin;
      setGenerated(pin);
      setStep('again');
    } catch (error) {
      if (isProblem(error, 'not_signed_in')) await checkPinSession();
      const failed = readFailure(error, 'new');
      refuse('new', failed.refusal);
    }
    setBusy(false);
  };
  const chooseOwn = () => {
    setGenerated(null);
    go('new');
  };
  const take = (pin: string) => {
    if (step === 'current') return void check(pin);
    if (step === 'new') {
      const weakness = findPinWeakness(pin, pinLength);
      if (weakness)
        return refuse('new', refusalOf('Too easy to guess', weakness.replace(/, or let.*$/, '.')));
      if (!mustChange && pin === typed.current.current) {
        return refuse('new', refusalOf('That is your current PIN', 'Choose another one.'));
      }
      typed.current.chosen = pin;
      return go('again');
    }
    if (pin !== typed.current.chosen) {
      if (generated) return refuse('again', refusalOf('PINs don’t match', 'Tap the PIN shown here.'));
      return refuse('new', refusalOf('PINs don’t match', 'Tap your new PIN once more.'));
    }
    void send();
  };
  return { step, busy, refusal, shakeKey, generated, take, forget, generate, chooseOwn };
}
