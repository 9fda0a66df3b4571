// Home comes with the first digit: the pad does not wait for it, and by the end of a PIN it is there.

/** Loads home once. */
export const loadHome = () => import('./home.tsx');
