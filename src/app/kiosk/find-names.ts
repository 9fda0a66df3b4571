// Finds people by the first letters of their names, so that one can be picked out of thousands without a keyboard.
import type { RosterUser } from '../../contract/endpoints/device.ts';

export type ListedName = { readonly user: RosterUser; readonly words: readonly string[] };

/** Accents and case don't matter to somebody who looks for a name. */
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase();
}

/** Sorts names in the order of the browser's language and readies them for `findNames`. */
export function listNames(users: readonly RosterUser[]): ListedName[] {
  const { compare } = new Intl.Collator();
  return users
    .map((user) => ({ user, words: fold(user.name).split(/\s+/).filter(Boolean) }))
    .sort((a, b) => compare(a.user.name, b.user.name));
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
  return { found, letters: [...letters].sort(new Intl.Collator().compare) };
}
