// A clock that a test moves.

export class TestClock {
  now: Date;

  /** @param now where it stands; whole seconds, so that edges are exact in the database, too */
  constructor(now: Date = new Date(Math.floor(Date.now() / 1000) * 1000)) {
    this.now = now;
  }

  /** Moves it on, in milliseconds. */
  advance(ms: number): void {
    this.now = new Date(this.now.getTime() + ms);
  }
}
