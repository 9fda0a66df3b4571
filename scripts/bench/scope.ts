// What a benchmark has started or made, and how it is taken away again, whatever happens.

export type Scope = {
  /** Remembers how to undo something; the newest is undone first. */
  defer(undo: () => Promise<unknown>): void;
};

type End = () => Promise<void>;

const open = new Set<End>();
let interrupted = false;

function makeEnd(undos: (() => Promise<unknown>)[]): End {
  let ending: Promise<void> | undefined;
  const undoAll = async () => {
    for (let undo = undos.pop(); undo; undo = undos.pop()) {
      await undo().catch((error: unknown) => process.stderr.write(`${String(error)}\n`));
    }
  };
  return () => {
    ending ??= undoAll();
    return ending;
  };
}

/** Runs work, and then undoes what it deferred. */
export async function inScope<T>(work: (scope: Scope) => Promise<T>): Promise<T> {
  if (interrupted) throw new Error('the run was interrupted');
  const undos: (() => Promise<unknown>)[] = [];
  const end = makeEnd(undos);
  open.add(end);
  try {
    return await work({
      defer(undo) {
        // Made while everything is already being undone: it goes, too.
        if (interrupted) void undo().catch(() => undefined);
        else undos.push(undo);
      },
    });
  } finally {
    await end();
    open.delete(end);
  }
}

/** Undoes everything that is open: for a run that is interrupted. */
export async function endScopes(): Promise<void> {
  interrupted = true;
  for (const end of [...open].reverse()) await end();
}
