// The words for what another sign-in style or PIN length does to present PINs.
import { offlinePinLength } from '../../../contract/pin-rules.ts';
import { sayUsers } from '../say-count.ts';
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
  const lines = [`${sayUsers(withPin)} ${withPin === 1 ? 'has' : 'have'} a PIN now.`];
  if (turns && signInStyle === 'name-then-pin') {
    lines.push(
      'People tap their name first, then enter their current PIN. Two users may then have the same PIN.',
    );
  }
  if (turns && signInStyle === 'pin') {
    lines.push('The PIN alone identifies the user.');
    lines.push(
      lose === null
        ? 'Users who share a PIN lose it. You’ve reached today’s limit for seeing how many; the audit trail will name them.'
        : lose === 0
          ? 'Nobody loses their PIN: all are different.'
          : `${sayUsers(lose)} ${lose === 1 ? 'loses' : 'lose'} their PIN because another user has the same one. The audit trail will name them; give them new PINs in Users.`,
    );
  }
  if (before.pinLength !== pinLength && mustChange === 0 && withPin > (lose ?? 0)) {
    lines.push(`Nobody has to choose a new PIN: theirs have ${pinLength} digits.`);
  }
  if (mustChange > 0) {
    lines.push(
      `${sayUsers(mustChange)} ${mustChange === 1 ? 'chooses' : 'choose'} a new PIN with ${pinLength} digits at the next sign-in. Until then the current one keeps working.`,
    );
  }
  if (before.pinLength !== pinLength && pinLength < offlinePinLength) {
    lines.push(`PINs with fewer than ${offlinePinLength} digits can’t be used offline.`);
  }
  return lines;
}
