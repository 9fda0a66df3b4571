// Answers the windows of apps that sign somebody in: with the PIN session of this page, and a proof by the tablet's key for each.
import { useEffect } from 'react';
import {
  type AppSignInMessage,
  appSignInChannel,
  appSignInMessageSchema,
} from '../../../contract/app-sign-in-messages.ts';
import { continueAppSignIn, refuseAppSignIn } from '../../../contract/endpoints/app-sign-ins.ts';
import { ApiProblem, callDevice } from '../../tablet/api.ts';
import { deviceMemory } from '../../tablet/device-memory.ts';

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
