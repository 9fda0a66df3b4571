// The answer of an endpoint that gives a file to keep, sent piece by piece.
import type { Context as HonoContext } from 'hono';
import type { FileAnswer } from '../domain/access/call.ts';

function isFile(answer: unknown): answer is FileAnswer {
  return typeof answer === 'object' && answer !== null && 'content' in answer && 'name' in answer;
}

function streamOf(content: AsyncIterable<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const parts = content[Symbol.asyncIterator]();
  return new ReadableStream({
    pull: async (controller) => {
      const part = await parts.next();
      if (part.done) controller.close();
      else controller.enqueue(encoder.encode(part.value));
    },
    cancel: async () => {
      await parts.return?.();
    },
  });
}

/** Sends a file that no browser shows as a page (RFC 6266, section 4). */
export function answerWithFile(request: HonoContext, answer: unknown): Response {
  if (!isFile(answer) || !/^[a-z0-9.-]+$/.test(answer.name)) throw new TypeError('this is no file to send');
  request.header('content-type', answer.contentType);
  request.header('content-disposition', `attachment; filename="${answer.name}"`);
  return request.body(streamOf(answer.content));
}
