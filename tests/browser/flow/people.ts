// What the people of the flows are called and know.

export const ownerEmail = 'olive@northgate.example';

/** PINs that are neither runs, repeats nor dates. */
export const pins = {
  ada: '482917',
  bela: '739284',
  cleo: '864297',
  dora: '597318',
  wrong: '684257',
} as const;
