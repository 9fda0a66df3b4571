// The welcome menu at the top right: who is signed in, and where to go from there.
import type { ReactNode } from 'react';
import { Button, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { ChevronDownIcon } from '../icons.tsx';
import './press-style.ts';
import './admin.css';
import './welcome-menu.css';

/** One entry of the menu. */
export interface WelcomeMenuItem {
  id: string;
  label: string;
  icon?: ReactNode;
  onAction: () => void;
}

export interface WelcomeMenuProps {
  /** The person's name. */
  name: string;
  /** A second line, such as the role. */
  detail?: string | undefined;
  items: readonly WelcomeMenuItem[];
}

/** The first letters of the first and the last word of a name, whatever the script. */
function takeInitials(name: string): string {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ends
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}

/** A button with the person's name that opens a list of places and "Sign out". */
export function WelcomeMenu({ name, detail, items }: WelcomeMenuProps) {
  return (
    <MenuTrigger>
      <Button className="fk-welcome">
        <span className="fk-welcome-initials" aria-hidden="true">
          {takeInitials(name)}
        </span>
        <span className="fk-welcome-name">
          <span className="fk-unseen">Welcome, </span>
          <bdi>{name}</bdi>
          {detail && <span className="fk-list-detail">{detail}</span>}
        </span>
        <ChevronDownIcon size={18} />
      </Button>
      <Popover className="fk-popover" placement="bottom end">
        <Menu className="fk-list" items={items}>
          {(item) => (
            <MenuItem id={item.id} textValue={item.label} onAction={item.onAction} className="fk-list-item">
              {item.icon}
              <span className="fk-list-text">{item.label}</span>
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
