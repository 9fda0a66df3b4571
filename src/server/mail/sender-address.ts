// The address that mails come from.
import type { Context } from '../context.ts';

/** As it is set, with or without a name in front of it, else floorkey@ the host that people open. */
export function senderAddress({
  env,
  publicUrl,
}: {
  env: Pick<Context['env'], 'mailFrom'>;
  publicUrl: string;
}): string {
  const { mailFrom } = env;
  if (mailFrom === null) return `floorkey@${new URL(publicUrl).hostname}`;
  // Each mail brings the name of its organization.
  const [, address] = /<([^<>]+)>\s*$/.exec(mailFrom) ?? [];
  return (address ?? mailFrom).trim();
}
