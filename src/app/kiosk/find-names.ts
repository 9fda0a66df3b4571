// Finds people by the first letters of their names, so that one can be picked out of thousands without a keyboard.
import type { RosterUser } from '../../contract/endpoints/device.ts';
import { listWords } from '../../contract/search-text.ts';

export type ListedName = { readonly user: RosterUser; readonly words: readonly string[] };

/** Readies names for `findNames`, in the order in which they are given. */
export function listNames(users: readonly RosterUser[]): ListedName[] {
  // Word by word: where letters are tapped, nobody writes two words as one.
  const wordsOf = (name: string) => name.split(/\s+/).flatMap(listWords);
  return users.map((user) => ({ user, words: wordsOf(user.name).map((word) => word.toUpperCase()) }));
}

/**
 * Finds the names of which some word begins with `beginning`, as an earlier `letters` offered it.
 * @returns the names, and the beginnings that are one letter longer
 */
export function findNames(names: readonly ListedName[], beginning: string) {
  const found = names.filter(({ words }) => words.some((word) => word.startsWith(beginning)));
  const letters = new Set<string>();
  for (const word of found.flatMap(({ words }) => words)) {
    const next = word.startsWith(beginning) ? [...word.slice(beginning.length)][0] : undefined;
    if (next !== undefined) letters.add(beginning + next);
  }
  return { found: found.map(({ user }) => user), letters: [...letters].sort(new Intl.Collator().compare) };
}
