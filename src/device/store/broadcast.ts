// Tells every open page of Floorkey in this browser what the tablet just did, from the worker as well as from a page.
import { type WorkerMessage, workerMessageSchema } from '../../contract/worker-messages.ts';

const channelName = 'floorkey';
let channel: BroadcastChannel | undefined;

function getChannel(): BroadcastChannel {
  channel ??= new BroadcastChannel(channelName);
  return channel;
}

/** Tells all other contexts; the one that calls does not hear itself. */
export function broadcast(message: WorkerMessage): void {
  getChannel().postMessage(message);
}

/** Calls back for each message of another context; what is not in the contract is left alone. */
export function listenToBroadcasts(heed: (message: WorkerMessage) => void): void {
  getChannel().addEventListener('message', (event: MessageEvent<unknown>) => {
    const message = workerMessageSchema.safeParse(event.data);
    if (message.success) heed(message.data);
  });
}
