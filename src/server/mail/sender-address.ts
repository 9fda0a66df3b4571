// The address that mails come from.
import type { Context } from '../context.ts';

/** As it is set, else floorkey@ the host that people open. */
export function senderAddress({ env, publicUrl }: Pick<Context, 'env' | 'publicUrl'>): string {
  return env.mailFrom ?? `floorkey@${new URL(publicUrl).hostname}`;
}
