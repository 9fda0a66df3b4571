// What came of adding or changing users, as the page tells it.
import type { User } from '../../../contract/endpoints/users.ts';

/** What is told now and never again. */
export interface ShownOnce {
  readonly user: User;
  readonly pin?: string | undefined;
  readonly password?: string | undefined;
}

export interface UserOutcome {
  /** The users as they are now; those who were deleted, as they were. */
  readonly users: readonly User[];
  /** What was done, in a line. */
  readonly told: string;
  /** An invitation is on its way to the one user of the outcome. */
  readonly invited?: { readonly isNew: boolean } | undefined;
  readonly shownOnce?: ShownOnce | undefined;
}

/** Tells whether a change sent an invitation. `before` is `null` for a new user. */
export function wasInvited(before: User | null, now: User): boolean {
  return now.invitation !== null && now.invitation.sentAt !== before?.invitation?.sentAt;
}

/** What came of a saved form. `before` is `null` for a new user. */
export function outcomeOfSave(
  before: User | null,
  now: User,
  made: { pin?: string | undefined; password?: string | undefined } = {},
): UserOutcome {
  const isShown = made.pin !== undefined || made.password !== undefined;
  return {
    users: [now],
    told: before ? `Saved ${now.name}` : `Added ${now.name}`,
    ...(wasInvited(before, now) && { invited: { isNew: before === null } }),
    ...(isShown && { shownOnce: { user: now, ...made } }),
  };
}
