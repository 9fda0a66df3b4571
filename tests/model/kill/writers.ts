// Who writes while the server is killed: managers who add people, and a tablet that sends events, each asking again until it is told yes.
import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { pushEvents } from '../../../src/contract/endpoints/device.ts';
import { createUser } from '../../../src/contract/endpoints/users.ts';
import { type Answer, type ApiClient, codeOf } from '../../integration/harness/api-client.ts';
import type { SentEvent, TestDevice } from '../../integration/harness/test-device.ts';

const retryMs = 50;
/** A tablet notes as much as people do there, not more and more while the server is away. */
const mostUnsent = 20;

/** Waits after an answer that was lost, or that tells of the server's trouble. @throws where it tells of any other */
async function rest(answer: Answer | null): Promise<void> {
  if (answer !== null && answer.status < 500)
    throw new Error(`the server answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  await pause(retryMs);
}

export class PeopleWriter {
  /** Whom the server said yes to. */
  readonly added: string[] = [];
  readonly #owner: ApiClient;
  readonly #roleId: string;
  readonly #name: string;
  readonly #isInvited: boolean;
  #people = 0;

  /** @param isInvited whether each of them has an address, to which an invitation is sent */
  constructor(owner: ApiClient, roleId: string, name: string, isInvited: boolean) {
    this.#owner = owner;
    this.#roleId = roleId;
    this.#name = name;
    this.#isInvited = isInvited;
  }

  /** Adds people until it is stopped; one whose answer was lost is asked for again. */
  async work(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const username = `writer-${this.#name}-${this.#people}`;
      const email = this.#isInvited ? { email: `${username}@northgate.example` } : {};
      this.#people += 1;
      for (let isKnown = false; !isKnown && !stop.aborted; ) {
        const body = { username, roleId: this.#roleId, ...email };
        const answer = await this.#owner.call(createUser, { body }).catch(() => null);
        const isAdded = answer !== null && answer.status < 300;
        isKnown = isAdded || (answer !== null && /_taken$/.test(codeOf(answer) ?? ''));
        if (isAdded) this.added.push(username);
        if (!isKnown) await rest(answer);
      }
    }
  }
}

export class EventWriter {
  /** The numbers of the events to which the server said yes. */
  readonly taken: number[] = [];
  readonly #tablet: TestDevice;
  readonly #userId: string;
  #unsent: SentEvent[] = [];
  noted = 0;

  constructor(tablet: TestDevice, userId: string) {
    this.#tablet = tablet;
    this.#userId = userId;
  }

  /** Notes events and sends what is unsent, as a tablet does, until it is stopped. */
  async work(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      const free = mostUnsent - this.#unsent.length;
      for (let count = Math.min(free, randomInt(1, 4)); count > 0; count -= 1) {
        const event = { kind: 'locked', what: 'user', userId: this.#userId, at: Date.now() } as const;
        this.#unsent.push(await this.#tablet.signEvent(event));
        this.noted += 1;
      }
      await this.#send();
    }
  }

  /** Sends until nothing is left. */
  async finish(): Promise<void> {
    while (this.#unsent.length > 0) await this.#send();
  }

  async #send(): Promise<void> {
    const body = { now: Date.now(), events: this.#unsent.slice(0, 100) };
    const answer = await this.#tablet.call(pushEvents, { body }).catch(() => null);
    if (answer?.status !== 200) return rest(answer);
    const { upTo } = pushEvents.output.parse(answer.body);
    for (const { sequence } of this.#unsent) if (sequence <= upTo) this.taken.push(sequence);
    this.#unsent = this.#unsent.filter(({ sequence }) => sequence > upTo);
  }
}
