// Who gets a connection for a transaction: no organization has so many that none is left for the next one.
import {
  type Asker,
  Busy,
  openFairQueue,
  type Patience,
  patientLimits,
  type WaitLimits,
} from '../fair-queue.ts';

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
   * @param member of the group, such as a device: has one place at a time, and its turns go round with those of the others,
   * so that what it floods keeps nobody else of its group waiting for long. Without one there is no such bound
   * @returns how to give the place back, once
   * @throws DatabaseBusy
   */
  take(group: string, member?: string): Promise<() => void>;
  /** Refuses everybody who waits. */
  refuseWaiting(): void;
};

/** @param most how many connections there are */
export function shareConnections(most: number, limits: WaitLimits): ConnectionShares {
  const queue = openFairQueue(limits, () => new DatabaseBusy());
  const held = new Map<string, number>();
  let taken = 0;
  const membersIn = new Set<string>();
  const may = ({ group, member }: Asker) => (held.get(group) ?? 0) < most - taken && !membersIn.has(member);

  function giveTurns(): void {
    for (;;) {
      const asker = queue.next(may);
      if (asker === null) return;
      const { group, member } = asker;
      if (member !== '') membersIn.add(member);
      held.set(group, (held.get(group) ?? 0) + 1);
      taken += 1;
    }
  }

  function giveBack({ group, member }: Asker): void {
    membersIn.delete(member);
    const left = (held.get(group) ?? 0) - 1;
    if (left > 0) held.set(group, left);
    else held.delete(group);
    taken -= 1;
    giveTurns();
  }

  return {
    take: async (group, member = '') => {
      const asker = { group, member };
      const turn = queue.wait(asker);
      giveTurns();
      await turn;
      return () => giveBack(asker);
    },
    refuseWaiting: queue.clear,
  };
}
