// What SMTP_URL says: which mail server, how protected, and who signs in there.
import { isIPv4 } from 'node:net';
import { WrongSetting } from '../env.ts';

export type SmtpSettings = {
  readonly host: string;
  readonly port: number;
  /** `from-start`: TLS at once; `required`: nothing is said before STARTTLS; `offered`: STARTTLS where the server has it. */
  readonly tls: 'from-start' | 'required' | 'offered' | 'off';
  readonly credentials: { readonly user: string; readonly pass: string } | null;
  /** A file with certificates (PEM) to trust instead of the usual ones. */
  readonly caFile: string | null;
};

function wrong(what: string): WrongSetting {
  return new WrongSetting(`SMTP_URL is wrong: ${what}.`);
}

const form = 'write an address such as smtp://user:password@mail.example.com:587';

function isThisMachine(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw wrong('write special characters of user and password percent-encoded, such as %40 for @');
  }
}

function readPort(url: URL, isSecure: boolean): number {
  if (url.port) return Number(url.port);
  return isSecure ? 465 : 587;
}

/**
 * Reads the address of a mail server. Credentials leave this machine through TLS alone, and a certificate is always checked.
 * @throws WrongSetting with one line that never holds the value, which is a secret
 */
export function readSmtpUrl(text: string): SmtpSettings {
  const url = URL.parse(text);
  if (!url?.hostname || !['smtp:', 'smtps:'].includes(url.protocol) || !['', '/'].includes(url.pathname)) {
    throw wrong(form);
  }
  const given = new Map(url.searchParams);
  const caFile = given.get('ca') ?? null;
  const isOff = given.get('tls') === 'off';
  const isKnown = [...given].every(([name, value]) => name === 'ca' || (name === 'tls' && value === 'off'));
  if (!isKnown || caFile === '' || url.hash) {
    throw wrong('after the “?” there can be ca=FILE with certificates to trust, or tls=off for this machine');
  }
  const host = url.hostname.replaceAll(/[[\]]/g, '');
  const isLocal = isThisMachine(host);
  if (isOff && !isLocal) throw wrong('tls=off works for a mail server on this machine alone');
  const credentials = url.username ? { user: decode(url.username), pass: decode(url.password) } : null;
  // Port 465 speaks TLS from the start (RFC 8314, section 3.3), whatever the scheme says.
  const isSecure = url.protocol === 'smtps:' || url.port === '465';
  const tls = isOff ? 'off' : isSecure ? 'from-start' : credentials && !isLocal ? 'required' : 'offered';
  return { host, port: readPort(url, isSecure), tls, credentials, caFile };
}
