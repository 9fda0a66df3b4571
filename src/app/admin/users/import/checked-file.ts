// A file that the server has checked.
import type { EndpointOutput } from '../../../../contract/endpoint.ts';
import type { checkUserImport } from '../../../../contract/endpoints/user-imports.ts';

export type CheckedFile = EndpointOutput<typeof checkUserImport> & { fileName: string };
