// Gives temporary PINs to several users, one after another.
import { giveTemporaryPin, type User } from '../../../../contract/endpoints/users.ts';
import { callSignedIn } from '../../../auth/account-session.ts';
import { withStepUp } from '../../../auth/step-up.ts';
import { GivenUp } from '../../../ui/admin/use-form.ts';
import type { ShownOnce } from '../user-outcome.ts';

export interface GivenPins {
  readonly cards: readonly ShownOnce[];
  readonly problems: readonly { readonly user: User; readonly failure: unknown }[];
  /** It was stopped, by the button or by closing the question for the password, before everybody had one. */
  readonly stopped: boolean;
}

/**
 * Gives one user a temporary PIN.
 * @throws ApiProblem, Unreachable, GivenUp
 */
export async function giveOnePin(user: User): Promise<ShownOnce> {
  const input = { params: { userId: user.id } };
  return withStepUp(() => callSignedIn(giveTemporaryPin, input));
}

/**
 * A failure of one user doesn't keep the others from theirs; what was made is always handed back.
 * @param onProgress gets how many are done
 * @param give makes one PIN
 */
export async function givePins(
  users: readonly User[],
  onProgress: (done: number) => void,
  isStopped: () => boolean,
  give: (user: User) => Promise<ShownOnce> = giveOnePin,
): Promise<GivenPins> {
  const cards: ShownOnce[] = [];
  const problems: { user: User; failure: unknown }[] = [];
  for (const user of users) {
    if (isStopped()) return { cards, problems, stopped: true };
    try {
      cards.push(await give(user));
    } catch (failure) {
      if (failure instanceof GivenUp) return { cards, problems, stopped: true };
      problems.push({ user, failure });
    }
    onProgress(cards.length + problems.length);
  }
  return { cards, problems, stopped: false };
}
