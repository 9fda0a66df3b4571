// The frame of the admin screens: top bar, settings navigation, and the place for a screen.
import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { IconProps } from '../icons.tsx';
import { LogoMark } from '../logo.tsx';
import { ToastRegion } from './toast.tsx';
import './admin-frame.css';

/** One place of the settings navigation. */
export interface NavigationPlace {
  href: string;
  label: string;
  icon: (props: IconProps) => ReactElement;
  /** How much waits there, and in words what it is, such as "to review". */
  waiting?: { count: number; what: string } | undefined;
}

export interface AdminFrameProps {
  organizationName: string;
  /** The welcome menu. */
  menu: ReactNode;
  places: readonly NavigationPlace[];
  /** The path of the place shown now. */
  currentPath: string;
  children: ReactNode;
}

/** Brings the tab of the place shown now into view, where the tabs don't all fit. */
function showPlace(tab: HTMLElement | null) {
  tab?.scrollIntoView({ block: 'nearest', inline: 'center' });
}

/** Puts a settings screen in its frame; under 900 px the navigation becomes a row of tabs that can be swiped. */
export function AdminFrame({ organizationName, menu, places, currentPath, children }: AdminFrameProps) {
  const nav = useRef<HTMLElement>(null);
  useEffect(() => {
    if (currentPath === '') return;
    scrollTo(0, 0);
    // In the row of tabs the current one may stand outside of a small screen.
    nav.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [currentPath]);
  return (
    <div className="fk-admin">
      <a className="fk-admin-skip" href="#content">
        Skip to content
      </a>
      <header className="fk-admin-bar">
        <Link href="/" className="fk-admin-brand" aria-label={`Floorkey, ${organizationName}`}>
          <LogoMark size={40} />
          <bdi className="fk-admin-organization">{organizationName}</bdi>
        </Link>
        {menu}
      </header>
      {places.length > 0 && (
        <nav ref={nav} className="fk-admin-nav" aria-label="Organization Settings">
          <p className="fk-admin-nav-title" aria-hidden="true">
            Organization Settings
          </p>
          <ul className="fk-admin-places">
            {places.map(({ href, label, icon: Icon, waiting }) => (
              <li key={href} ref={href === currentPath ? showPlace : undefined}>
                <Link
                  href={href}
                  className="fk-admin-place"
                  aria-current={href === currentPath ? 'page' : undefined}
                >
                  <Icon size={22} />
                  {label}
                  {waiting && waiting.count > 0 && (
                    <span className="fk-admin-waiting">
                      {waiting.count} <span className="fk-unseen">{waiting.what}</span>
                    </span>
                  )}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
      <main className="fk-admin-content" id="content" tabIndex={-1}>
        {children}
      </main>
      <ToastRegion />
    </div>
  );
}
