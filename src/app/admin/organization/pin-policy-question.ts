// The question whether another sign-in style or PIN length is meant, with what it would do.
import { useState } from 'react';
import {
  type Organization,
  type PinPolicyEffect,
  previewPinPolicy,
  type SignInStyle,
} from '../../../contract/endpoints/organization.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { GivenUp } from '../../ui/admin/use-form.ts';
import type { OrganizationChange } from './organization-values.ts';

export interface PinPolicyQuestion {
  readonly before: Organization;
  readonly pinLength: number;
  readonly signInStyle: SignInStyle;
  readonly effect: PinPolicyEffect;
  readonly answer: (isMeant: boolean) => void;
}

/** `ask` ends at once for a change that leaves PINs alone; it throws GivenUp when the answer is no. */
export function usePinPolicyQuestion() {
  const [question, setQuestion] = useState<PinPolicyQuestion | null>(null);
  const ask = async (change: OrganizationChange, before: Organization): Promise<void> => {
    if (change.pinLength === undefined && change.signInStyle === undefined) return;
    const { pinLength = before.pinLength, signInStyle = before.signInStyle } = change;
    const effect = await callSignedIn(previewPinPolicy, { body: { pinLength, signInStyle } });
    const isMeant = await new Promise<boolean>((answer) => {
      setQuestion({ before, pinLength, signInStyle, effect, answer });
    });
    setQuestion(null);
    if (!isMeant) throw new GivenUp('The change of PINs was not meant.');
  };
  return { question, ask };
}
