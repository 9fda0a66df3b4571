/** The shape of the log function that the built-in PostgreSQL writes to. */

/** Takes one line: its event name and whatever belongs to it. Never given a secret. */
export type Log = (line: { event: string } & Record<string, unknown>) => void;
