// The code of a one-time link, made without the mail that would carry it.
import type { LinkKind } from '../../../src/server/database/schema/links.ts';
import { makeLink } from '../../../src/server/domain/links/one-time-links.ts';
import type { TestServer } from './test-server.ts';

export type LinkFor = {
  organizationId: string;
  userId: string;
  kind: LinkKind;
  email: string;
  /** For a way to stop a change: the link that makes it. */
  stopsLinkId?: string;
};

/** Makes a link. @returns its code, and its id */
export async function makeLinkCode(
  { context }: Pick<TestServer, 'context'>,
  target: LinkFor,
): Promise<{ code: string; linkId: string }> {
  const { link, linkId } = await context.database.inOrganization(target.organizationId, (tx) =>
    makeLink(context, tx, target),
  );
  return { code: link.split('#code=')[1] ?? '', linkId };
}
