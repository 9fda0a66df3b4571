// The welcome menu of the one who is signed in with an account.
import { useLocation } from 'wouter';
import type { Session } from '../../contract/endpoints/session.ts';
import { signOut } from '../auth/account-session.ts';
import { describeFailure } from '../ui/admin/failure-notice.tsx';
import { showToast } from '../ui/admin/toast.tsx';
import { WelcomeMenu, type WelcomeMenuItem } from '../ui/admin/welcome-menu.tsx';
import { InfoIcon, OrganizationIcon, SignOutIcon, UserIcon } from '../ui/icons.tsx';
import { openPlaces } from './settings-places.ts';

/** Signs out; where that fails, says so, since the next user at this screen must not be taken for this one. */
export async function signOutOrTell(): Promise<void> {
  try {
    await signOut();
  } catch (failure) {
    const { title } = describeFailure(failure);
    showToast({ tone: 'error', title: 'You are still signed in', text: `${title}. Try again.` });
  }
}

/** The name, and where to go from there. */
export function AccountMenu({ session }: { session: Session }) {
  const [, navigate] = useLocation();
  const [settings] = openPlaces(session);
  const items: WelcomeMenuItem[] = [
    { id: 'account', label: 'My User Account', icon: <UserIcon />, onAction: () => navigate('/account') },
  ];
  if (settings) {
    items.push({
      id: 'settings',
      label: 'Organization Settings',
      icon: <OrganizationIcon />,
      onAction: () => navigate(settings.href),
    });
  }
  items.push({ id: 'help', label: 'Help', icon: <InfoIcon />, onAction: () => navigate('/help') });
  items.push({
    id: 'sign-out',
    label: 'Sign out',
    icon: <SignOutIcon />,
    onAction: () => void signOutOrTell(),
  });
  return <WelcomeMenu name={session.user.name} items={items} />;
}
