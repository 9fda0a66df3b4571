// How an address stands in a mail, and which ones the mail server can take at all.
import { domainToASCII } from 'node:url';
import { fieldProblem } from '../domain/access/problem-error.ts';

/** As the transport of mails tells it; not its type, which knows of addresses itself. */
type MailWay = { readonly mailTransport: { takesEveryScript(): Promise<boolean> } };

const split = (address: string) => {
  const at = address.lastIndexOf('@');
  return { local: address.slice(0, at), host: address.slice(at + 1) };
};

/** Whether what stands before the @ has letters that only a mail server with SMTPUTF8 takes (RFC 6531). */
function hasForeignLocalPart(address: string): boolean {
  return /[^ -~]/.test(split(address).local);
}

/** The address as it is handed over: its domain in the letters that every mail server reads (RFC 5891, section 4.4). */
export function mailableAddress(address: string): string {
  const { local, host } = split(address);
  return `${local}@${domainToASCII(host) || host}`;
}

const noPlace = 'What comes after the @ isn’t a valid domain. Check the spelling.';
const plainOnly = 'The mail server accepts only plain letters (a to z) before the @. Use another address.';

/**
 * Finds the addresses that no mail could go to. The mail server is asked once, and only where one is out of the ordinary.
 * @returns why, for a person, by address
 */
export async function findUnmailable(
  { mailTransport }: MailWay,
  addresses: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const foreign = addresses.filter(hasForeignLocalPart);
  const refused = foreign.length > 0 && !(await mailTransport.takesEveryScript()) ? foreign : [];
  const nowhere = addresses.filter((address) => domainToASCII(split(address).host) === '');
  return new Map([
    ...refused.map((address) => [address, plainOnly] as const),
    ...nowhere.map((address) => [address, noPlace] as const),
  ]);
}

/** @throws ProblemError `validation_failed` at the field, where no mail could go to the address */
export async function requireMailable(context: MailWay, address: string | null | undefined): Promise<void> {
  if (!address) return;
  const flaw = (await findUnmailable(context, [address])).get(address);
  if (flaw) throw fieldProblem('validation_failed', 'email', flaw);
}
