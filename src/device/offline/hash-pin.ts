// Argon2id of PINs on the tablet, in memory that is got ready before the first PIN and kept while the server is away.
/// <reference types="vite/client" />
import plain from 'argon2id/dist/no-simd.wasm?url&inline';
import simd from 'argon2id/dist/simd.wasm?url&inline';
import setUp, { type computeHash } from 'argon2id/lib/setup.js';
import type { OfflinePolicy } from '../../contract/endpoints/device.ts';

/** What the library keeps in its memory besides the blocks, in bytes, and more than that. */
const besidesBlocks = 64 * 1024;

/** WebAssembly counts memory in these. */
const pageBytes = 64 * 1024;

type Argon2 = { readonly compute: computeHash; readonly memory: WebAssembly.Memory };

let loading: Promise<Argon2> | null = null;

function toBytes(latin1: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(latin1, (char) => char.charCodeAt(0));
}

/** The library “grows” by nothing after each hash, so that the memory can go, at which the browser collects all its garbage. */
function keep(memory: WebAssembly.Memory): void {
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => (pages > 0 ? grow(pages) : memory.buffer.byteLength / pageBytes);
}

async function load(): Promise<Argon2> {
  let memory: WebAssembly.Memory | undefined;
  const start = (url: string) => (imports: WebAssembly.Imports) => {
    const given = imports.env?.memory;
    if (given instanceof WebAssembly.Memory) memory = given;
    return WebAssembly.instantiate(toBytes(atob(url.slice(url.indexOf(',') + 1))), imports);
  };
  const compute = await setUp(start(simd), start(plain));
  if (!memory) throw new Error('Argon2id came without its memory');
  keep(memory);
  return { compute, memory };
}

function loadOnce(): Promise<Argon2> {
  loading ??= load().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

/**
 * Gets Argon2id ready: getting that much memory for the first time takes half as long as a hash. To be called ahead of a PIN
 * and not in the way of anything.
 */
export async function warmPinHashing(policy: OfflinePolicy): Promise<void> {
  erase(await loadOnce(), policy);
}

/** Gives the memory back. */
export function releasePinHashing(): void {
  loading = null;
}

/** So that nobody finds in it later what was hashed: the last block is as good as S. */
function erase({ memory }: Argon2, { argon2 }: OfflinePolicy): void {
  new Uint8Array(memory.buffer).fill(0, 0, argon2.memoryKiB * 1024 + besidesBlocks);
}

/**
 * S of a PIN, as the server makes it (Argon2id, RFC 9106). It keeps a page busy for some 70 ms, on a slow tablet for longer.
 * @param pin digits only
 */
export async function hashPin(pin: string, policy: OfflinePolicy): Promise<Uint8Array> {
  const { pinSalt, argon2 } = policy;
  const loaded = await loadOnce();
  const hash = loaded.compute({
    password: toBytes(pin),
    salt: toBytes(atob(pinSalt.replaceAll('-', '+').replaceAll('_', '/'))),
    memorySize: argon2.memoryKiB,
    passes: argon2.iterations,
    parallelism: argon2.parallelism,
    tagLength: 32,
  });
  erase(loaded, policy);
  return hash;
}
