// What the tablet has begun and not told of yet, so that a crash in between is made good.

/** A try that is spent and of which no event was noted yet: the PIN is being looked at, or the tablet died over it. */
export type UnnotedTry = {
  /** Of the event that tells of it. */
  readonly id: string;
  readonly userId: string;
  readonly at: number;
  /** Whose last try it was. */
  readonly last: 'user' | 'device' | null;
};

/** A session that was opened without the server, and whose end was not noted yet. */
export type OpenSession = { readonly id: string; readonly userId: string };
