// The line between a tablet and the server, with one fault on it, and what was sent over it.
import { pushEvents } from '../../../src/contract/endpoints/device.ts';
import { hasCrashed, type ModelServer } from './model-server.ts';
import { runOutside, type TabletProcess } from './tablet-process.ts';

/** What happens to one request of a command. */
export type NetworkFault = {
  readonly kind: 'lost' | 'answer-lost' | 'repeated' | 'request-cut' | 'answer-cut' | 'proxy-answers';
  /** Which request, from 1. */
  readonly request: number;
};

export type Line = {
  readonly server: ModelServer;
  readonly isOnline: boolean;
  /** The bodies of all batches of events that were sent, whether or not they came to the server. */
  readonly batches: string[];
  /** Called when a request has its answer. @param count how many have by now */
  readonly onAnswer?: ((count: number) => void) | undefined;
};

type Send = (asked: Request) => Promise<Response>;

async function cutRequest(asked: Request): Promise<Request> {
  const body = await asked.text();
  const { method, headers, url } = asked;
  return new Request(url, { method, headers, ...(body ? { body: body.slice(0, body.length / 2) } : {}) });
}

async function cutAnswer(answer: Response): Promise<Response> {
  const text = await answer.text();
  return new Response(text.slice(0, text.length / 2), { status: answer.status, headers: answer.headers });
}

/** @param met is told of a fault that a request met */
export function makeSend(
  { server, isOnline, batches, onAnswer }: Line,
  process: TabletProcess,
  fault: NetworkFault | null,
  met: (kind: NetworkFault['kind']) => void,
): Send {
  let sent = 0;
  let answered = 0;
  const broken = () => new TypeError('fetch failed');
  const deliver: Send = async (asked) => {
    const answer = await runOutside(() => server.answer(asked));
    // A process that ended answers nothing, whatever its code still did.
    if (hasCrashed()) throw broken();
    return answer;
  };
  return async (asked) => {
    process.step();
    sent += 1;
    const kind = fault?.request === sent ? fault.kind : null;
    if (!isOnline) throw broken();
    if (kind) met(kind);
    if (new URL(asked.url).pathname === pushEvents.path) batches.push(await asked.clone().text());
    if (kind === 'lost') throw broken();
    if (kind === 'proxy-answers') {
      return new Response('<p>Sign in to the guest network', { headers: { 'content-type': 'text/html' } });
    }
    const twin = kind === 'repeated' ? asked.clone() : null;
    const answer = await deliver(kind === 'request-cut' ? await cutRequest(asked) : asked);
    if (twin) await deliver(twin);
    process.step();
    answered += 1;
    onAnswer?.(answered);
    if (kind === 'answer-lost') throw broken();
    return kind === 'answer-cut' ? cutAnswer(answer) : answer;
  };
}
