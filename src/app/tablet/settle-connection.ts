// Keeps the pad from changing its way back and forth: between two changes some seconds pass, whatever is heard meanwhile.

/** Milliseconds. */
export const settleMilliseconds = 4000;

let changedAt = Number.NEGATIVE_INFINITY;
let pending: ReturnType<typeof setTimeout> | undefined;

/** What was heard agrees with what is shown: a change that waited is no longer wanted. */
export function keepWay(): void {
  clearTimeout(pending);
  pending = undefined;
}

/** Changes what is shown: at once, or as soon as the last change is some seconds old, unless `keepWay` is called before. */
export function changeWay(change: () => void): void {
  if (pending !== undefined) return;
  const wait = changedAt + settleMilliseconds - Date.now();
  const run = () => {
    pending = undefined;
    changedAt = Date.now();
    change();
  };
  // A clock that was set back must not hold it up.
  if (wait <= 0 || wait > settleMilliseconds) run();
  else pending = setTimeout(run, wait);
}

/** Nothing is shown any more: the next change comes at once. */
export function forgetWay(): void {
  keepWay();
  changedAt = Number.NEGATIVE_INFINITY;
}
