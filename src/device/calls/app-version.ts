// The version of this build, as the tablet tells it to the server.
declare const __APP_VERSION__: string | undefined;

/** The version from package.json; outside a build (in unit tests) there is none. */
export const appVersion = typeof __APP_VERSION__ === 'string' ? __APP_VERSION__ : 'unbuilt';
