// The marks of syncs: two copies of one storage are told apart, and a tablet by itself is never taken for two.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { marksAtOnce } from '../../src/contract/endpoints/device.ts';
import type { SyncMarks } from '../../src/device/store/database.ts';
import { moveOn, writeMarks } from '../../src/device/sync/sync-marks.ts';
import { judgeMarks } from '../../src/server/domain/devices/sync-marks.ts';

const fresh = (): SyncMarks => ({ next: moveOn({ next: '', used: [] }).next, used: [] });

/** A server that knows what was sent to it, and can lose what it learned last. */
class Server {
  known: string[] = [];
  paused = false;
  before: string[][] = [];
  take(sent: string): boolean {
    const marks = this.paused ? null : judgeMarks(this.known, sent);
    if (!marks) this.paused = true;
    else {
      this.before.push(this.known);
      this.known = marks;
    }
    return marks !== null;
  }
}

describe('a tablet by itself', () => {
  const steps = fc.array(
    fc.record({
      does: fc.constantFrom('sync', 'sync', 'answer-lost', 'request-lost', 'late', 'power-lost'),
      lose: fc.boolean(),
    }),
    { maxLength: 60 },
  );

  it('is never taken for two, whatever is lost or comes late, or what of its last syncs the server forgets', () => {
    fc.assert(
      fc.property(steps, (history) => {
        const server = new Server();
        let marks = fresh();
        let late: string[] = [];
        let untilNextLoss = 0;
        for (const { does, lose } of history) {
          // A standby takes over that has not heard of the newest sync: not at one sync after the other, since what a
          // tablet sends of its past bridges only so much.
          untilNextLoss -= 1;
          if (lose && untilNextLoss <= 0 && server.before.length > 0) {
            server.known = server.before.pop() ?? [];
            untilNextLoss = marksAtOnce;
          }
          const sent = writeMarks(marks);
          if (does === 'request-lost' || does === 'late') {
            if (does === 'late') late.push(sent);
            continue;
          }
          expect(server.take(sent)).toBe(true);
          // The answer is on the disk, or it is not.
          if (does === 'sync') marks = moveOn(marks);
          if (does === 'sync' && late.length > 0) {
            if (!lose) for (const old of late) expect(server.take(old)).toBe(true);
            late = [];
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('two copies', () => {
  it.each([
    ['at rest', (marks: SyncMarks) => marks],
    ['that lost its marks', () => fresh()],
  ])(
    'of a storage that was copied %s are found once each has synced three times after the other',
    (_, copy) => {
      fc.assert(
        fc.property(
          fc.integer({ min: 1, max: 6 }),
          fc.array(fc.boolean(), { maxLength: 40 }),
          (syncs, turns) => {
            const server = new Server();
            let one = fresh();
            for (let count = 0; count < syncs; count += 1) {
              server.take(writeMarks(one));
              one = moveOn(one);
            }
            let other = copy(one);
            const sync = (isOther: boolean) => {
              if (!server.take(writeMarks(isOther ? other : one))) return;
              if (isOther) other = moveOn(other);
              else one = moveOn(one);
            };
            for (const isOther of [...turns, false, true, false, true, false, true]) sync(isOther);
            expect(server.paused).toBe(true);
          },
        ),
        { numRuns: 200 },
      );
    },
  );

  it('are found at the next sync of the one when the other has synced twice', () => {
    const server = new Server();
    let one = fresh();
    server.take(writeMarks(one));
    one = moveOn(one);
    const copy = { ...one };
    expect(server.take(writeMarks(one))).toBe(true);
    expect(server.take(writeMarks(moveOn(one)))).toBe(true);
    expect(server.take(writeMarks(copy))).toBe(true);
    expect(server.take(writeMarks(moveOn(copy)))).toBe(false);
  });
});
