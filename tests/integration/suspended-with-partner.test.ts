// Who keeps somebody out: their own suspension, their partner's, or both, each to be lifted by itself.
import { beforeAll, expect, it } from 'vitest';
import { type Partner, updatePartner } from '../../src/contract/endpoints/partners.ts';
import { getUser, type User, updateUser } from '../../src/contract/endpoints/users.ts';
import { makeServer } from './harness/server-of-file.ts';
import { type Member, setUpOrganization } from './harness/test-organization.ts';
import { addPartner, addPartnerUser } from './harness/test-partner.ts';

let owner: Member;
beforeAll(async () => {
  owner = await setUpOrganization(await makeServer());
});

const turnPartner = ({ id, revision }: Partner, state: Partner['state']) =>
  owner.client.succeed(updatePartner, { params: { partnerId: id }, body: { revision, state } });

const turn = async ({ id }: User, state: 'active' | 'suspended') => {
  const params = { userId: id };
  const { revision } = await owner.client.succeed(getUser, { params });
  return owner.client.succeed(updateUser, { params, body: { revision, state } });
};

it('tells a suspension of one’s own from that of the partner, and lifts one without the other', async () => {
  const partner = await addPartner(owner.client);
  const user = await addPartnerUser(owner.client, partner.id);
  expect(user).toMatchObject({ state: 'invited', suspendedBy: [] });
  const out = await turnPartner(partner, 'suspended');
  const read = () => owner.client.succeed(getUser, { params: { userId: user.id } });
  expect(await read()).toMatchObject({ state: 'suspended', suspendedBy: ['partner'] });
  expect(await turn(user, 'suspended')).toMatchObject({ suspendedBy: ['person', 'partner'] });
  expect(await turn(user, 'active')).toMatchObject({ state: 'suspended', suspendedBy: ['partner'] });
  await turn(user, 'suspended');
  await turnPartner(out, 'active');
  expect(await read()).toMatchObject({ state: 'suspended', suspendedBy: ['person'] });
  expect(await turn(user, 'active')).toMatchObject({ state: 'invited', suspendedBy: [] });
});
