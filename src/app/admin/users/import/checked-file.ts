// A file that the server has checked, and how it is asked to.
import type { EndpointInput, EndpointOutput } from '../../../../contract/endpoint.ts';
import { checkUserImport } from '../../../../contract/endpoints/user-imports.ts';
import { callSignedIn } from '../../../auth/account-session.ts';

type ImportRequest = EndpointInput<typeof checkUserImport>['body'];

export type CheckedFile = EndpointOutput<typeof checkUserImport> & {
  fileName: string;
  /** What was sent, to be sent again with more said. */
  request: ImportRequest;
};

const milliseconds = 60_000;

/** Has the server look at a file; nothing is written by that. */
export async function checkFile(fileName: string, request: ImportRequest): Promise<CheckedFile> {
  const answer = await callSignedIn(checkUserImport, { body: request }, { milliseconds });
  return { ...answer, fileName, request };
}
