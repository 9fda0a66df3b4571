// How many of something there are, in figures and in the right number: "1 user", "12 users".

/** @param many the plural, where it is not `one` with an "s" */
export function sayCount(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

/** The same for users. */
export function sayUsers(count: number): string {
  return sayCount(count, 'user');
}
