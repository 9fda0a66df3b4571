// The setting "Require a passkey for", with whom it concerns.
import { useQuery } from '@tanstack/react-query';
import { type PasskeyRuleEffect, previewPasskeyRule } from '../../../contract/endpoints/organization.ts';
import { callSignedIn } from '../../auth/account-session.ts';
import { Select } from '../../ui/admin/select.tsx';
import type { Form } from '../../ui/admin/use-form.ts';
import { ButtonLink } from '../../ui/button-link.tsx';
import { Notice } from '../../ui/notice.tsx';
import { sayUsers } from '../say-count.ts';
import type { OrganizationValues } from './organization-values.ts';

const rules = [
  { id: 'nobody', label: 'Nobody' },
  { id: 'power', label: 'Roles with power' },
] as const;

const effectQuery = {
  queryKey: ['passkey-rule'],
  queryFn: ({ signal }: { signal: AbortSignal }) => callSignedIn(previewPasskeyRule, {}, { signal }),
};

const lists = new Intl.ListFormat('en');

function describeEffect({ roles, withoutPasskey: without }: PasskeyRuleEffect): string {
  const who = `They are ${lists.format(roles)}.`;
  if (without === 0) return `${who} All their users who sign in with a password have a passkey.`;
  return without === 1
    ? `${who} 1 user has no passkey yet and will be asked to add one.`
    : `${who} ${sayUsers(without)} have no passkey yet and will be asked to add one.`;
}

/** Says, before it is saved, how many users have none yet. */
export function PasskeyRuleField({ form }: { form: Form<OrganizationValues> }) {
  const { data: effect } = useQuery(effectQuery);
  const wanted = form.values.passkeyRule === 'power';
  const lacksOwn = wanted && effect?.hasPasskey === false;
  return (
    <>
      <Select
        label="Require a passkey for"
        options={rules}
        value={form.values.passkeyRule}
        onChange={(passkeyRule) => form.set({ passkeyRule })}
        hint={wanted ? effect && describeEffect(effect) : 'A password alone is enough to sign in.'}
        // The notice says it, and leads there.
        error={lacksOwn ? undefined : form.errors.passkeyRule}
      />
      {lacksOwn && (
        <Notice
          tone={form.errors.passkeyRule ? 'error' : 'warning'}
          title="Add a passkey of your own first"
          action={<ButtonLink href="/account">My User Account</ButtonLink>}
        >
          Otherwise you’d lock yourself out.
        </Notice>
      )}
    </>
  );
}
