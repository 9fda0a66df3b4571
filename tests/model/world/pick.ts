// How the numbers of commands name what is there by then.

/** The nth of a list, counted round and round. */
export const pick = <T>(list: readonly T[], number: number): T | undefined => list[number % list.length];
