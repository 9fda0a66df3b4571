// The screen "My User Account": who one is here, what one may do, one's PIN, password, passkeys and address, and where one is signed in.
import type { Session } from '../../contract/endpoints/session.ts';
import { permissions } from '../../contract/permissions.ts';
import { AccountFrame } from '../admin/account-frame.tsx';
import { Facts } from '../ui/admin/facts.tsx';
import { PageHeader, Panel } from '../ui/admin/page-header.tsx';
import { BreakingText } from '../ui/breaking-text.tsx';
import { CheckIcon } from '../ui/icons.tsx';
import { usePageTitle } from '../ui/page-title.ts';
import { AboutForm } from './about-form.tsx';
import { ChangePasswordForm } from './change-password-form.tsx';
import { ChangePinForm } from './change-pin-form.tsx';
import { EmailChangePanel } from './email-change-panel.tsx';
import { OwnSessions } from './own-sessions.tsx';
import { PasskeysPanel } from './passkeys-panel.tsx';
import './account.css';

function AccountScreen({ session }: { session: Session }) {
  const { user, role, organization } = session;
  return (
    <>
      <PageHeader title="My User Account" />
      <Panel title="About you">
        <Facts
          facts={[
            { label: 'Username', value: <bdi>{user.username}</bdi> },
            { label: 'Email address', value: user.email ? <BreakingText text={user.email} /> : 'None' },
            { label: 'Role', value: <bdi>{role.name}</bdi> },
            { label: 'Organization', value: <bdi>{organization.name}</bdi> },
          ]}
        />
        <AboutForm user={user} />
        <div>
          <h3 className="fk-may-title">Your permissions</h3>
          <ul className="fk-may">
            {session.permissions.map((name) => (
              <li key={name}>
                <CheckIcon size={18} />
                {permissions[name].label}
              </li>
            ))}
          </ul>
        </div>
      </Panel>
      <Panel title="PIN">
        <ChangePinForm session={session} />
      </Panel>
      <Panel title="Change password">
        <ChangePasswordForm email={user.email} />
      </Panel>
      <PasskeysPanel />
      <EmailChangePanel user={user} />
      <Panel title="Where you’re signed in">
        <OwnSessions />
      </Panel>
    </>
  );
}

/** Stands at `/account`. */
export default function AccountPage() {
  usePageTitle('My User Account');
  return <AccountFrame>{(session) => <AccountScreen session={session} />}</AccountFrame>;
}
