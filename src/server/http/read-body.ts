// Reading of a JSON body, up to its limit.
import { ProblemError } from '../domain/access/problem-error.ts';

/** 64 kB: many times what any form of Floorkey sends; a file that is imported says so in the contract. */
const usualBytesMost = 64 * 1024;

async function readBytes(request: Request, bodyBytesMost: number): Promise<Uint8Array> {
  const kilobytes = Math.floor(bodyBytesMost / 1024);
  const tooLarge = new ProblemError('body_too_large', `Send less at once: at most ${kilobytes} kB.`);
  if (Number(request.headers.get('content-length') ?? 0) > bodyBytesMost) throw tooLarge;
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body) {
    length += chunk.byteLength;
    if (length > bodyBytesMost) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Reads and parses the body. @throws ProblemError `unsupported_media_type`, `body_too_large`, `malformed_json` */
export async function readJsonBody(request: Request, bodyBytesMost = usualBytesMost): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    throw new ProblemError('unsupported_media_type', 'Send the request as application/json.');
  }
  const bytes = await readBytes(request, bodyBytesMost);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ProblemError('malformed_json', 'The request could not be read as JSON. Nothing was changed.');
  }
}
