// Asks the tablet's home, which stands in another window, to go on with a sign-in to an app.
import {
  type AppSignInMessage,
  appSignInChannel,
  appSignInMessageSchema,
} from '../../contract/app-sign-in-messages.ts';

/** How long home has to say that it is there, and then to answer; a system may have put its window to sleep. */
const presenceMilliseconds = 3_000;
const answerMilliseconds = 20_000;

export type HomeAnswer = Extract<AppSignInMessage, { type: 'done' | 'refused' }>;

/** @returns `null` where nobody is signed in with a PIN on this tablet */
export function askHome(signInId: string, refuse = false): Promise<HomeAnswer | null> {
  const channel = new BroadcastChannel(appSignInChannel);
  return new Promise<HomeAnswer | null>((resolve) => {
    let timer = setTimeout(() => resolve(null), presenceMilliseconds);
    channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const heard = appSignInMessageSchema.safeParse(data);
      if (!heard.success || heard.data.signInId !== signInId || heard.data.type === 'ask') return;
      clearTimeout(timer);
      if (heard.data.type === 'taken') timer = setTimeout(() => resolve(null), answerMilliseconds);
      else resolve(heard.data);
    });
    channel.postMessage({ type: 'ask', signInId, refuse } satisfies AppSignInMessage);
  }).finally(() => channel.close());
}
