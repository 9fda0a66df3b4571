// How many of something there are, in figures and in the right number: "1 person", "12 people".

/** @param many the plural, where it is not `one` with an "s" */
export function sayCount(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString()} ${count === 1 ? one : many}`;
}

/** The same for people. */
export function sayPeople(count: number): string {
  return sayCount(count, 'person', 'people');
}
