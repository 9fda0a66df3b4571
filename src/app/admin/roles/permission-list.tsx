// The permissions of a role in plain words, grouped, to look at or to choose.
import { partnerPermissions } from '../../../contract/built-in-roles.ts';
import { withNeeded, withoutNeeding } from '../../../contract/needed-permissions.ts';
import {
  allPermissions,
  type Permission,
  permissionGroups,
  permissions,
} from '../../../contract/permissions.ts';
import { Checkbox } from '../../ui/admin/checkbox.tsx';
import { isForRoles } from './role-values.ts';
import './roles.css';

export interface PermissionListProps {
  chosen: readonly Permission[];
  /** What the one who looks holds; nobody gives more. */
  held: readonly Permission[];
  /** Left out: to look at. */
  onChange?: ((chosen: Permission[]) => void) | undefined;
  disabled: boolean;
}

function explain(permission: Permission, isHeld: boolean): string | null {
  if (!isForRoles(permission)) return 'Only for the owner. Use “Transfer ownership”.';
  if (!isHeld) return 'You don’t have this permission, so you can’t give it.';
  return permissions[permission].assurance === 'pin' ? null : 'Only after a sign-in with a password';
}

/** Groups without a permission to show are left out; what a permission needs comes and goes with it. */
export function PermissionList({ chosen, held, onChange, disabled }: PermissionListProps) {
  const change = (permission: Permission, isChosen: boolean) =>
    onChange?.(isChosen ? withNeeded([...chosen, permission]) : withoutNeeding(chosen, permission));
  return (
    <div className="fk-permissions">
      {permissionGroups.map((group) => {
        const names = allPermissions.filter(
          (name) => permissions[name].group === group && (isForRoles(name) || chosen.includes(name)),
        );
        return (
          <fieldset key={group} className="fk-permission-group">
            <legend>{group}</legend>
            {names.map((name) => {
              const isHeld = held.includes(name);
              const detail = explain(name, isHeld || onChange === undefined);
              return (
                <Checkbox
                  key={name}
                  isSelected={chosen.includes(name)}
                  onChange={(isChosen) => change(name, isChosen)}
                  disabled={disabled || onChange === undefined || !isHeld || !isForRoles(name)}
                >
                  {permissions[name].label}
                  {detail && <span className="fk-list-detail">{detail}</span>}
                </Checkbox>
              );
            })}
          </fieldset>
        );
      })}
    </div>
  );
}

/** Tells what a role may hold at most so that a partner’s user can have it. */
export function PartnerHint({ chosen }: { chosen: readonly Permission[] }) {
  const most: readonly Permission[] = partnerPermissions;
  const tooMuch = chosen.filter((name) => !most.includes(name));
  return (
    <p className="fk-list-detail">
      {tooMuch.length === 0
        ? 'Partner users can have this role.'
        : `Partner users can’t have this role: ${tooMuch.map((name) => `“${permissions[name].label}”`).join(', ')} ${tooMuch.length === 1 ? 'is' : 'are'} too much.`}
    </p>
  );
}
