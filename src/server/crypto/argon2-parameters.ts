// How hard Argon2id works.

export type Argon2Parameters = {
  /** In KiB. */
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
  /** In bytes. */
  readonly outputLen: number;
};

/** OWASP Password Storage Cheat Sheet, "Argon2id": 46 MiB, t = 1, p = 1. */
export const argon2Parameters: Argon2Parameters = {
  memoryCost: 46 * 1024,
  timeCost: 1,
  parallelism: 1,
  outputLen: 32,
};
