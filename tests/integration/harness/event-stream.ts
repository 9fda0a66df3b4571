// Reading of a device's change stream (server-sent events) with conditions to wait for.

export class EventStream {
  readonly events: string[] = [];
  /** What came along with each. */
  readonly data: string[] = [];
  /** Settles when the server ends the stream, or the test does. */
  readonly ended: Promise<void>;
  #waiting = new Set<() => void>();
  #abort: AbortController;
  #isEnded = false;

  constructor(body: ReadableStream<Uint8Array>, abort: AbortController) {
    this.#abort = abort;
    this.ended = this.#read(body).catch(() => undefined);
    void this.ended.then(() => {
      this.#isEnded = true;
      this.#tell();
    });
  }

  async #read(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const [, name] = /^event: (.+)$/m.exec(block) ?? [];
        if (!name) continue;
        this.events.push(name);
        this.data.push(/^data: ?(.*)$/m.exec(block)?.[1] ?? '');
      }
      this.#tell();
    }
  }

  #tell(): void {
    for (const look of [...this.#waiting]) look();
  }

  /**
   * Waits for an event's n-th appearance, those that came before the call included.
   * @throws when the stream ends before it came, or `milliseconds` pass
   */
  waitFor(event: string, times = 1, milliseconds = 10_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const finish = (error?: Error) => {
        clearTimeout(timer);
        this.#waiting.delete(look);
        if (error) reject(error);
        else resolve();
      };
      const look = () => {
        if (this.events.filter((name) => name === event).length >= times) finish();
        else if (this.#isEnded)
          finish(new Error(`the stream ended without “${event}”: ${this.events.join(', ')}`));
      };
      const timer = setTimeout(
        () => finish(new Error(`no “${event}” (${times}) in ${milliseconds} ms: ${this.events.join(', ')}`)),
        milliseconds,
      );
      this.#waiting.add(look);
      look();
    });
  }

  /** Leaves the stream. */
  async close(): Promise<void> {
    this.#abort.abort();
    await this.ended;
  }
}
