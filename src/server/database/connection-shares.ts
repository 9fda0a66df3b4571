// Who gets a connection for a transaction: no organization has so many that none is left for the next one.
import { Busy, openFairQueue, type Patience, patientLimits, type WaitLimits } from '../fair-queue.ts';

/** The database has more to do than can be done in good time, all of it or for this organization. */
export class DatabaseBusy extends Busy {}

const usualLimits: WaitLimits = { ofGroup: 64, whole: 512, waitMs: 2_500 };

export const waitLimitsOf = (patience: Patience): WaitLimits =>
  patience === 'tool' ? patientLimits : usualLimits;

export type ConnectionShares = {
  /**
   * Waits for a connection's place. Turns go round the groups, and a group gets another place only while more are free than
   * it holds: one alone has half of them, two a third each, and there is always one for somebody who has none (dynamic
   * thresholds: Choudhury and Hahne, IEEE/ACM Transactions on Networking 6 (2), 1998).
   * @returns how to give the place back, once
   * @throws DatabaseBusy
   */
  take(group: string): Promise<() => void>;
  /** Refuses everybody who waits. */
  refuseWaiting(): void;
};

/** @param most how many connections there are */
export function shareConnections(most: number, limits: WaitLimits): ConnectionShares {
  const queue = openFairQueue(limits, () => new DatabaseBusy());
  const held = new Map<string, number>();
  let taken = 0;
  const may = (group: string) => (held.get(group) ?? 0) < most - taken;

  function giveTurns(): void {
    for (;;) {
      const group = queue.next(may);
      if (group === null) return;
      held.set(group, (held.get(group) ?? 0) + 1);
      taken += 1;
    }
  }

  function giveBack(group: string): void {
    const left = (held.get(group) ?? 0) - 1;
    if (left > 0) held.set(group, left);
    else held.delete(group);
    taken -= 1;
    giveTurns();
  }

  return {
    take: async (group) => {
      const turn = queue.wait({ group, member: '' });
      giveTurns();
      await turn;
      return () => giveBack(group);
    },
    refuseWaiting: queue.clear,
  };
}
