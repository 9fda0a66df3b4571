// A list of names that stays short.

const most = 5;

/** Names the first few, and counts the rest. */
export function nameSome(names: readonly string[]): string {
  if (names.length <= most + 1) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}
