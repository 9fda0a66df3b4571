// Waiting for a turn where no one asker can hold up the others: turns go round the groups and, within each, round its members.

/** Who asks: of whose turns this takes one. Such as an organization and one of its devices. */
export type Asker = { readonly group: string; readonly member: string };

/** What was asked for can't be had in good time. */
export class Busy extends Error {}

/** When it makes sense to ask again, in seconds. */
export const busySeconds = 2;

/**
 * How long there is: `request` for what somebody waits for, and for jobs, which do it in parts; `tool` for backup, restore
 * and migrations, which work alone and are watched by an operator.
 */
export type Patience = 'request' | 'tool';

export type WaitLimits = {
  /** How many of one group may wait. */
  readonly ofGroup: number;
  readonly whole: number;
  /** How long each may wait. */
  readonly waitMs: number;
};

/** For whoever has time: nobody is told to ask again. */
export const patientLimits: WaitLimits = { ofGroup: 10_000, whole: 100_000, waitMs: 10 * 60_000 };

type Waiter = { start(): void; refuse(): void };
type Group = { readonly members: Map<string, Waiter[]>; size: number };

export type FairQueue = {
  /**
   * Resolves when it is the asker's turn. Where all places are taken, whoever has most of them loses the newest one.
   * @throws what `makeBusy` makes, when it can't be in good time
   */
  wait(asker: Asker): Promise<void>;
  /** Gives the next turn away. @param may leaves askers out @returns who got it; `null` when none is waiting that may */
  next(may?: (asker: Asker) => boolean): Asker | null;
  /** Refuses everybody who waits. */
  clear(): void;
};

const longest = <T>(all: Iterable<T>, sizeOf: (one: T) => number): T | undefined => {
  let found: T | undefined;
  for (const one of all) if (found === undefined || sizeOf(one) > sizeOf(found)) found = one;
  return found;
};

export function openFairQueue({ ofGroup, whole, waitMs }: WaitLimits, makeBusy: () => Busy): FairQueue {
  // Their order is the order of turns: whoever got one goes to the end.
  const groups = new Map<string, Group>();
  let size = 0;

  function remove(name: string, group: Group, member: string, waiter: Waiter): void {
    const line = group.members.get(member);
    const at = line?.indexOf(waiter) ?? -1;
    if (!line || at < 0) return;
    line.splice(at, 1);
    if (line.length === 0) group.members.delete(member);
    group.size -= 1;
    size -= 1;
    if (group.size === 0) groups.delete(name);
  }

  function loseNewest({ members }: Group): void {
    longest(members.values(), (line) => line.length)
      ?.at(-1)
      ?.refuse();
  }

  /** @returns whether there is a place, by taking one from whoever has more than this asker would have */
  function makeRoom({ group: name, member }: Asker): boolean {
    const group = groups.get(name);
    if (group && group.size >= ofGroup) {
      const most = longest(group.members.values(), (line) => line.length)?.length ?? 0;
      if (most <= (group.members.get(member)?.length ?? 0) + 1) return false;
      loseNewest(group);
    }
    if (size >= whole) {
      const largest = longest(groups.values(), (one) => one.size);
      if (!largest || largest.size <= (group?.size ?? 0) + 1) return false;
      loseNewest(largest);
    }
    return true;
  }

  function enter(asker: Asker, waiter: Waiter): Group {
    const group = groups.get(asker.group) ?? { members: new Map<string, Waiter[]>(), size: 0 };
    groups.set(asker.group, group);
    const line = group.members.get(asker.member);
    if (line) line.push(waiter);
    else group.members.set(asker.member, [waiter]);
    group.size += 1;
    size += 1;
    return group;
  }

  return {
    wait: (asker) =>
      new Promise<void>((resolve, reject) => {
        if (!makeRoom(asker)) return reject(makeBusy());
        const leave = () => {
          clearTimeout(late);
          remove(asker.group, group, asker.member, waiter);
        };
        const waiter: Waiter = {
          start: () => {
            leave();
            resolve();
          },
          refuse: () => {
            leave();
            reject(makeBusy());
          },
        };
        const late = setTimeout(waiter.refuse, waitMs);
        const group = enter(asker, waiter);
      }),
    next: (may = () => true) => {
      for (const [name, group] of groups) {
        const turn = [...group.members].find(([member]) => may({ group: name, member }));
        if (!turn) continue;
        const [member, line] = turn;
        // To the end of the order, before the turn may take them out of it.
        groups.delete(name);
        groups.set(name, group);
        group.members.delete(member);
        group.members.set(member, line);
        line[0]?.start();
        return { group: name, member };
      }
      return null;
    },
    clear: () => {
      for (const { members } of [...groups.values()])
        for (const line of [...members.values()]) for (const waiter of [...line]) waiter.refuse();
    },
  };
}
