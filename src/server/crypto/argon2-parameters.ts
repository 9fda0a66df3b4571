// How hard Argon2id works.

/** OWASP Password Storage Cheat Sheet, "Argon2id": 46 MiB, t = 1, p = 1. */
export const argon2Parameters = {
  memoryCost: 46 * 1024,
  timeCost: 1,
  parallelism: 1,
  outputLen: 32,
} as const;
