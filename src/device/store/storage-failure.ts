// What a person reads when this browser can't keep what a device must keep.

/** This browser can't keep what a device must keep; `message` is meant for a person. */
export class StorageFailure extends Error {
  override readonly name = 'StorageFailure';
}

/** What a browser's storage can do to Floorkey. */
export const storageFailures = {
  unopened:
    'This browser can’t open its storage. Leave private mode, free some space, or restart the browser. Then reload the page.',
  forbidden:
    'This browser blocks cookies and site data for this address. Allow them in its settings, or leave the private window, then reload the page.',
  silent: 'This browser’s storage doesn’t respond. Restart the browser, then open Floorkey again.',
  blocked:
    'An older version of Floorkey is open in another tab or window. Close it there, then reload the page.',
  outdated:
    'A newer version of Floorkey is in use on this tablet. Reload the page. If this doesn’t help, clear the data of this site in the browser; then an admin can authorize the tablet again under its old name.',
  failing:
    'The storage of this browser fails or is full. Free some space on the tablet and restart the browser.',
} as const;

/** One plain sentence for whatever a browser says when its storage fails. */
export function toStorageFailure(cause: unknown): StorageFailure {
  if (cause instanceof StorageFailure) return cause;
  const isForbidden = cause instanceof DOMException && cause.name === 'SecurityError';
  return new StorageFailure(storageFailures[isForbidden ? 'forbidden' : 'failing'], { cause });
}

/** Puts it in place of what a browser threw. @throws StorageFailure */
export function throwStorageFailure(cause: unknown): never {
  throw toStorageFailure(cause);
}
