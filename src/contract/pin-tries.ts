// How many wrong PINs there may be, and what they bring.

/** After so many wrong PINs in a row a PIN is disabled (name, then PIN; offline; guesses by PIN alone that its 10 bits fit). */
export const pinFailuresMost = 10;
/** How many wrong PINs a device takes before its first pause. */
export const failuresBeforePause = 5;
/** The pauses after the 5th, 6th … wrong PIN in a row, in seconds; the last one repeats. */
export const pauseSeconds = [30, 60, 120, 300, 900] as const;
/** So many of a user's tries one device may use up, until a day goes by without a wrong one: alone it disables nobody's PIN. */
export const triesOnOneDevice = 5;
/** Wrong PINs on one device in a day, whatever right ones came between, before every one means the longest pause. */
export const failuresADay = 100;
/** Wrong tries in one lease after which a user, or the whole tablet, can sign in online only. */
export const offlineTriesPerUser = 5;
export const offlineTriesPerDevice = 20;
