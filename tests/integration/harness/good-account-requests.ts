// Good requests of the endpoints about one's own account.
import type { AccessWorld } from './access-world.ts';
import type { RawInput } from './api-client.ts';
import { type LinkFor, makeLinkCode } from './make-link-code.ts';
import { addUser, freshUsername, givePassword, openSession, testPassword } from './test-organization.ts';

/** One more session of the owner. */
export async function endSessionRequest({ server, owner }: AccessWorld): Promise<RawInput> {
  const { cookies } = await openSession(server, owner.session);
  const [sessionId] = (cookies.get('floorkey') ?? '').split('.');
  return { params: { sessionId } };
}

/** The tests of odd values may have changed the owner's password before. */
export async function requestEmailChangeRequest({ server, owner }: AccessWorld): Promise<RawInput> {
  await givePassword(server, owner.session.user.id);
  return { body: { email: `${freshUsername()}@moved.example`, password: testPassword } };
}

async function addPerson({ server, owner }: AccessWorld): Promise<Omit<LinkFor, 'kind'>> {
  const email = `${freshUsername()}@northgate.example`;
  const { id: userId } = await addUser(owner.client, 'staff', { email });
  await givePassword(server, userId);
  return { organizationId: owner.session.organization.id, userId, email };
}

/** The links of a change of somebody's address. */
async function makeChange(world: AccessWorld): Promise<{ change: string; stop: string }> {
  const person = await addPerson(world);
  const email = `${freshUsername()}@moved.example`;
  const change = await makeLinkCode(world.server, { ...person, kind: 'email-change', email });
  const { linkId: stopsLinkId } = change;
  const stop = await makeLinkCode(world.server, { ...person, kind: 'email-change-stop', stopsLinkId });
  return { change: change.code, stop: stop.code };
}

export async function confirmEmailChangeRequest(world: AccessWorld): Promise<RawInput> {
  return { body: { code: (await makeChange(world)).change } };
}

export async function stopEmailChangeRequest(world: AccessWorld): Promise<RawInput> {
  return { body: { code: (await makeChange(world)).stop } };
}

/** The code of a link to a new password. */
async function makeResetCode(world: AccessWorld): Promise<string> {
  const person = await addPerson(world);
  return (await makeLinkCode(world.server, { ...person, kind: 'password-reset' })).code;
}

export async function resetCodeRequest(world: AccessWorld): Promise<RawInput> {
  return { body: { code: await makeResetCode(world) } };
}

export async function completePasswordResetRequest(world: AccessWorld): Promise<RawInput> {
  return { body: { code: await makeResetCode(world), password: testPassword } };
}
