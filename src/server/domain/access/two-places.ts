// The refusal of a device of which a copy was used.
import { ProblemError } from './problem-error.ts';

/** @throws ProblemError `device_in_two_places` */
export function refuseTwoPlaces(): never {
  throw new ProblemError(
    'device_in_two_places',
    'A copy of this tablet was used, so it’s paused. An admin needs to sign in on it and authorize it again.',
  );
}
