// What an error of a conversation with a mail server means: try again, refused, or not known.
import type { NodemailerError } from 'nodemailer';
import { DeliveryFailure, type FailureKind, unknownEnd } from './mail-transport.ts';

// Sign-in asked for, too weak, refused or only with encryption (RFC 4954, section 6): the operator's to mend, not the mail's.
const signInCodes = [530, 534, 535, 538];

const refusals: Readonly<Record<string, string>> = {
  'MAIL FROM': 'The mail server doesn’t let Floorkey send from its address.',
  'RCPT TO':
    'The mail server refused the address: it doesn’t exist or can’t receive email. Check the spelling.',
  DATA: 'The mail server refused the email.',
};

const troubles: Readonly<Record<string, string>> = {
  EDNS: 'The mail server could not be found.',
  ETLS: 'A secure connection to the mail server could not be made.',
  EAUTH: 'The mail server didn’t accept Floorkey’s username and password.',
  ETIMEDOUT: 'The mail server didn’t respond in time.',
};

// How OpenSSL and Node name what is wrong with a certificate.
const certificateCodes = /CERT|SIGNATURE|ERR_TLS/;

/** Whether nodemailer refused to even write the address into a command. */
function isUnwritable({ code, command, responseCode }: NodemailerError): boolean {
  return code === 'EENVELOPE' && command === 'API' && !responseCode;
}

/** Tells a refusal for good from one for now (RFC 5321, section 4.2.1). */
function kindOf(error: NodemailerError): FailureKind {
  const { responseCode = 0, permanent, command = '' } = error;
  if (isUnwritable(error)) return 'refused';
  return permanent && !signInCodes.includes(responseCode) && command in refusals ? 'refused' : 'later';
}

function reasonOf(kind: FailureKind, error: NodemailerError): string {
  const { code = '', originalCode = '', responseCode = 0, command = '' } = error;
  if (isUnwritable(error)) return 'No email can be sent to this address. Check the spelling.';
  if (kind === 'refused') return `${refusals[command]} (Answer ${responseCode}.)`;
  if (signInCodes.includes(responseCode)) return troubles.EAUTH ?? '';
  if (responseCode >= 400)
    return `The mail server isn’t accepting this email right now. (Answer ${responseCode}.)`;
  if (certificateCodes.test(originalCode)) return 'The mail server’s certificate can’t be trusted.';
  return troubles[code] ?? 'The mail server could not be reached.';
}

/**
 * @param isHandedOver whether any of the mail was written to the server: a silence after that tells nothing, while the
 *   answer to the mail does
 */
export function explainSmtpError(error: NodemailerError, isHandedOver: boolean): DeliveryFailure {
  // 421 says that the server goes away, not what it did with the mail.
  const isAnswer = error.command === 'DATA' && error.responseCode && error.responseCode !== 421;
  if (isHandedOver && !isAnswer) return new DeliveryFailure('unknown', unknownEnd, error);
  const kind = kindOf(error);
  return new DeliveryFailure(kind, reasonOf(kind, error), error);
}
