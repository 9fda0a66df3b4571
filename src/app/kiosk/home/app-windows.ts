// The windows of apps: opened and closed by home, and answered where one signs somebody in, with a proof by the tablet's key for each.
import { useEffect, useRef } from 'react';
import {
  type AppSignInMessage,
  appSignInChannel,
  appSignInMessageSchema,
} from '../../../contract/app-sign-in-messages.ts';
import { continueAppSignIn, refuseAppSignIn } from '../../../contract/endpoints/app-sign-ins.ts';
import type { AppTile } from '../../../contract/endpoints/home.ts';
import { ApiProblem, callDevice } from '../../tablet/api.ts';
import { deviceMemory } from '../../tablet/device-memory.ts';
import { closeAccount, isAccountOpen } from '../../tablet/open-account.ts';

async function answer({
  signInId,
  refuse,
}: Extract<AppSignInMessage, { type: 'ask' }>): Promise<AppSignInMessage> {
  try {
    const endpoint = refuse ? refuseAppSignIn : continueAppSignIn;
    const { continueAt } = await callDevice(endpoint, { params: { signInId } });
    return { type: 'done', signInId, continueAt };
  } catch (error) {
    const code = error instanceof ApiProblem ? error.code : '';
    const detail = error instanceof ApiProblem ? error.detail : 'The server can’t be reached. Try again.';
    return { type: 'refused', signInId, code, detail };
  }
}

/** For as long as somebody is signed in here whom the server knows. */
export function useAnswerAppWindows(): void {
  useEffect(() => {
    const channel = new BroadcastChannel(appSignInChannel);
    channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const asked = appSignInMessageSchema.safeParse(data);
      if (!asked.success || asked.data.type !== 'ask' || deviceMemory.pinSession === undefined) return;
      const { signInId } = asked.data;
      channel.postMessage({ type: 'taken', signInId } satisfies AppSignInMessage);
      void answer(asked.data).then((message) => channel.postMessage(message));
    });
    return () => channel.close();
  }, []);
}

/**
 * Opens apps, each in a window of its own; tells whether the browser let it. The windows are closed when home is left, as far as their own headers leave them within reach. They know
 * the page that opened them: only that may close them, and apps are what an admin trusts.
 */
export function useAppWindows(): (app: AppTile) => boolean {
  const windows = useRef(new Map<string, Window>());
  useEffect(() => {
    const { current } = windows;
    return () => {
      for (const win of current.values()) win.close();
      current.clear();
      // Entered in the window of an app that wants more than a PIN: whoever did is out with the lock, too.
      if (isAccountOpen()) closeAccount().catch(() => undefined);
    };
  }, []);
  return (app) => {
    windows.current.get(app.id)?.close();
    const win = window.open(app.address);
    if (win) windows.current.set(app.id, win);
    return win !== null;
  };
}
