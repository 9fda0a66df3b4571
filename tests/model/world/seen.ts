// What histories came to: counted over a run, so that one that never reaches a case does not pass for one that proves it.

/** Every outcome that the histories of a run must reach. */
const wanted = [
  'offline let in',
  'offline wrong-pin',
  'offline user',
  'offline device',
  'offline online-only',
  'offline not-wanted',
  'offline clock',
  'offline lease',
  'online let in',
  'online wrong_pin',
  'online device_paused',
  'online pin_disabled',
  'online device_revoked',
  'online unsure',
  'many guesses at once',
  'session stands',
  'session is over',
  'session ended',
  'found wrong-proof',
  'found changed-pin',
  'found not-allowed',
  'found not-checked',
  'found clock',
  'found after-lease',
  'found after-revocation',
  'found two-places',
  'found gap',
  'found broken-chain',
  'found nothing',
  'device paused for offline failures',
  'PIN disabled by offline failures',
  'PIN disabled by online failures',
  'pause lifted',
  'synced',
  'sync offline',
  'tries forgotten',
  'wiped',
  'storage put back',
  'tablet crashed in a sync',
  'tablet crashed in a sign-in',
  'try noted after a crash',
  'server crashed before its commit',
  'server crashed after its commit',
  'server crashed in a push before its commit',
  'server crashed in a push after its commit',
  'server crashed in a pull',
  'met lost',
  'met answer-lost',
  'met repeated',
  'met request-cut',
  'met answer-cut',
  'met proxy-answers',
  'late batch known by then',
  'two syncs and a sign-in at once',
  'two tablets at once',
  'change during a sync',
  'change during a sync came before its pull',
  'change during a sync came after its pull',
] as const;

/** What some runs don't come to, by chance. */
const rare = ['wiped with events unsent', 'late batch that was lost before', 'sync refused'] as const;
export type Outcome = (typeof wanted)[number] | (typeof rare)[number];

const isOutcome = (name: string): name is Outcome => [...wanted, ...rare].some((each) => each === name);

export class Seen {
  readonly #counts = new Map<Outcome, number>([...wanted, ...rare].map((name) => [name, 0]));

  note(name: Outcome): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  /** Notes what the product calls by a name of its own. @throws where nobody has thought of it */
  noteNamed(what: 'offline' | 'online' | 'found' | 'met', name: string): void {
    const full = `${what} ${name}`;
    if (!isOutcome(full)) throw new Error(`no outcome is called “${full}”`);
    this.note(full);
  }

  describe(): string {
    return [...this.#counts].map(([name, count]) => `${name} ${count}`).join(', ');
  }

  /** What was never reached. */
  findMissing(): Outcome[] {
    return wanted.filter((name) => !this.#counts.get(name));
  }
}
