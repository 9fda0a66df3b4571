// Which console lines of a browser count as errors of the app, and which are its report of what a test did on purpose.

const networkReport = /^Failed to load resource: (net::ERR_|the server responded with a status of [45]\d\d)/;

/**
 * Whether a console error is only the browser's line about a refused API request or a server that could not be reached.
 * @param source the address that the line is about, where the engine tells it.
 */
export function isNetworkReport(message: string, source = ''): boolean {
  const report = networkReport.exec(message);
  if (!report) return false;
  return (
    report[1]?.startsWith('net::ERR_') === true ||
    new URL(source, 'http://localhost').pathname.startsWith('/api/')
  );
}

/** The line as a test should show it: with the address that could not be loaded, which the browser leaves out. */
export function describeConsoleError(message: string, source = ''): string {
  return message.startsWith('Failed to load resource') && source ? `${message} ${source}` : message;
}
