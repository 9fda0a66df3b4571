// Where people were signed in, as far as the server has heard, and whether that was in two places at once.

const longestMs = 12 * 3_600_000;

export type Mark = {
  readonly userId: string;
  readonly deviceId: string;
  /** By the server's clock, as well as it can tell. */
  readonly at: number;
  readonly starts: boolean;
  /** It ended, and nobody told the server’s record so: replaced, suspended, revoked. */
  isOver: boolean;
};

type Stay = {
  readonly userId: string;
  readonly deviceId: string;
  readonly from: number;
  readonly to: number | null;
};

/** Whether somebody was signed in elsewhere at the time; `null` where that can be said either way. */
export function wasElsewhere(marks: readonly Mark[], { userId, deviceId, from, to }: Stay): boolean | null {
  const until = to ?? from;
  const others = Map.groupBy(
    marks.filter(
      (mark) =>
        mark.userId === userId &&
        mark.deviceId !== deviceId &&
        mark.at >= from - longestMs &&
        mark.at <= until,
    ),
    (mark) => mark.deviceId,
  );
  const answers = [...others.values()].map((mine) => {
    if (mine.some(({ at, starts }) => starts && at > from)) return true;
    const before = mine.filter(({ at }) => at <= from);
    const newest = Math.max(...before.map(({ at }) => at));
    const last = before.filter(({ at }) => at === newest);
    // Two at the same instant come in any order.
    if (last.length > 1 || newest === from) return null;
    return last[0]?.starts === true && (last[0].isOver ? null : true);
  });
  if (answers.includes(true)) return true;
  return answers.includes(null) ? null : false;
}
