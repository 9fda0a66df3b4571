// The words for what another sign-in style or PIN length does to present PINs.
import { offlinePinLength } from '../../../contract/pin-rules.ts';
import { sayPeople } from '../say-count.ts';
import type { PinPolicyQuestion } from './pin-policy-question.ts';

/** One line for each thing that the change does. */
export function describeEffect({
  before,
  pinLength,
  signInStyle,
  effect,
}: Omit<PinPolicyQuestion, 'answer'>): string[] {
  const { withPin, mustChange, lose } = effect;
  const turns = before.signInStyle !== signInStyle;
  const lines = [`${sayPeople(withPin)} ${withPin === 1 ? 'has' : 'have'} a PIN now.`];
  if (turns && signInStyle === 'name-then-pin') {
    lines.push(
      'On the tablets people tap their name first, then the PIN that they have. Two people may then have the same one.',
    );
  }
  if (turns && signInStyle === 'pin') {
    lines.push('On the tablets the PIN alone says who it is.');
    lines.push(
      lose === null
        ? 'People who share a PIN lose it. You’ve reached today’s limit for seeing how many; the audit trail will name them.'
        : lose === 0
          ? 'Nobody loses their PIN: no two are the same.'
          : `${sayPeople(lose)} ${lose === 1 ? 'loses' : 'lose'} their PIN, because somebody else has the same one. The audit trail then names them; give them new PINs from the list of users.`,
    );
  }
  if (before.pinLength !== pinLength && mustChange === 0 && withPin > (lose ?? 0)) {
    lines.push(`Nobody has to choose a new PIN: theirs have ${pinLength} digits.`);
  }
  if (mustChange > 0) {
    lines.push(
      `${sayPeople(mustChange)} ${mustChange === 1 ? 'chooses' : 'choose'} a new PIN with ${pinLength} digits at the next sign-in. Until then the current one keeps working.`,
    );
  }
  if (before.pinLength !== pinLength && pinLength < offlinePinLength) {
    lines.push(`PINs with fewer than ${offlinePinLength} digits can’t be used offline.`);
  }
  return lines;
}
