// Makes the message that goes out (RFC 5322) from a rendered mail.
import { createTransport } from 'nodemailer';
import { mailableAddress } from './mailable-address.ts';
import type { RenderedMail } from './render-mail.ts';
import { tameName } from './sentence.ts';

/** A mail as it is handed to a mail server. */
export type Message = {
  /** The id of the mail: the same one means the same mail. */
  readonly id: string;
  readonly sender: string;
  readonly recipient: string;
  readonly raw: Buffer;
};

type Envelope = {
  readonly id: string;
  /** The address that mails come from. */
  readonly sender: string;
  /** Who it comes from, in words. */
  readonly senderName: string;
  readonly recipient: string;
  readonly date: Date;
};

const composer = createTransport({ streamTransport: true, buffer: true, newline: 'windows' });

function hostOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/**
 * Writes the message. Its Message-ID follows from the id of the mail, so a mail that arrives twice can be known;
 * Auto-Submitted keeps absence notes from being sent back (RFC 3834, section 5).
 */
export async function composeMail(
  { id, senderName, date, ...given }: Envelope,
  { subject, html, text }: RenderedMail,
): Promise<Message> {
  const sender = mailableAddress(given.sender);
  const recipient = mailableAddress(given.recipient);
  const { message } = await composer.sendMail({
    from: { name: tameName(senderName), address: sender },
    to: { name: '', address: recipient },
    subject,
    text,
    html,
    date,
    messageId: `<${id}@${hostOf(sender)}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  if (!Buffer.isBuffer(message)) throw new TypeError('the message was to be whole');
  return { id, sender, recipient, raw: message };
}
