// The browser's small storage, which may be forbidden to this site: then nothing is kept, and nothing fails.

function tryStorage<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

type Place = 'localStorage' | 'sessionStorage';

/** @returns `null` where there is nothing, or where the browser forbids the look */
export const readStored = (place: Place, key: string): string | null =>
  tryStorage(() => window[place].getItem(key)) ?? null;

/** @param value `null` takes it away */
export function store(place: Place, key: string, value: string | null): void {
  tryStorage(() => (value === null ? window[place].removeItem(key) : window[place].setItem(key, value)));
}
