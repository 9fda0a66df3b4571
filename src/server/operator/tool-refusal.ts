// The error of a command line tool that can't do what it was asked for.

/** What the operator did can't be done; the message is the one line that says why and what to do next. */
export class ToolRefusal extends Error {}
