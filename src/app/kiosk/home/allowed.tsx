// What a person may do with their PIN, and what their role allows only after a sign-in with a password.
import type { Session } from '../../../contract/endpoints/session.ts';
import { type Permission, permissions } from '../../../contract/permissions.ts';
import { useDeviceState } from '../../tablet/device-state.ts';
import { CheckIcon, LockIcon } from '../../ui/icons.tsx';

interface PermissionListProps {
  title: string;
  names: readonly Permission[];
  withPassword?: boolean;
}

function PermissionList({ title, names, withPassword = false }: PermissionListProps) {
  const Icon = withPassword ? LockIcon : CheckIcon;
  return (
    <section className={withPassword ? 'fk-allowed fk-allowed-later' : 'fk-allowed'}>
      <h2>{title}</h2>
      <ul>
        {names.map((name) => (
          <li key={name}>
            <Icon size={withPassword ? 22 : 28} />
            <span>{permissions[name].label}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Both lists, in plain words; the second one stays away where the role holds nothing more. */
export function Allowed({ session }: { session: Session }) {
  const role = useDeviceState(({ roles }) => roles.find(({ id }) => id === session.role.id));
  const more = (role?.permissions ?? []).filter((name) => !session.permissions.includes(name));
  return (
    <div className="fk-home-allowed">
      <PermissionList title="Your permissions" names={session.permissions} />
      {more.length > 0 && <PermissionList title="Sign in with your password to" names={more} withPassword />}
    </div>
  );
}
