// The names of Floorkey's own HTTP headers.

/** Carries the token of a PIN session beside the device token and its proof. */
export const pinSessionHeader = 'floorkey-pin-session';

/** Says for whom a page was drawn: a session that is somebody else's meanwhile then does nothing. */
export const signedInAsHeader = 'floorkey-signed-in-as';

/** The id of a request in the server's log. */
export const requestIdHeader = 'x-request-id';

/** Stands on every answer of a Floorkey server: what comes without it, something in between has sent. */
export const answerHeader = 'floorkey-answer';
