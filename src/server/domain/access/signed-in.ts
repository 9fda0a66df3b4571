// Who is signed in, as the domain sees them, and what they may do.
import { fitsPartners, partnerPermissions } from '../../../contract/built-in-roles.ts';
import type { Session } from '../../../contract/endpoints/session.ts';
import type { PinChange } from '../../../contract/fields.ts';
import type { Language } from '../../../contract/languages.ts';
import {
  type Assurance,
  isAssured,
  isPermission,
  type Permission,
  permissions,
} from '../../../contract/permissions.ts';
import type { Asker } from '../../fair-queue.ts';
import { networksOf } from '../../network-address.ts';
import { displayName } from './display-name.ts';
import { ProblemError } from './problem-error.ts';
import { type StepUp, stepUpBy, stepUpEnd } from './step-up.ts';

export type SignedIn = {
  kind: 'account' | 'pin';
  sessionId: string;
  assurance: Assurance;
  organizationId: string;
  organizationName: string;
  user: {
    id: string;
    username: string;
    firstName: string;
    lastName: string;
    email: string | null;
    language: Language | null;
    /** The outside company whose user this is: they see its users alone. */
    partnerId: string | null;
  };
  /** A PIN or password that somebody else knows opened the session: nothing else goes before one's own is chosen. */
  mustChange: 'pin' | 'password' | null;
  /** Why, where it is the PIN. */
  pinChange?: PinChange | null;
  role: { id: string; name: string; builtIn: string | null; permissions: ReadonlySet<Permission> };
  /** Whether there are units beyond which they don't reach. */
  limitedToUnits: boolean;
  /** The device of a PIN session. */
  deviceId: string | null;
  expiresAt: Date;
} & StepUp;

/** Where a request comes from, for the audit trail and the list of sessions. */
export type Origin = { address: string | null; userAgent: string | null };

/** Whose turns the work of somebody who is signed in takes. */
export function askerOf({ organizationId, user }: Pick<SignedIn, 'organizationId' | 'user'>): Asker {
  return { group: organizationId, member: user.id };
}

/** Whose turns the work of somebody unknown takes: those of the network they are in. @param member tells those of one network apart */
export function askerAt({ address }: Pick<Origin, 'address'>, member = ''): Asker {
  return { group: networksOf(address).at(-1)?.name ?? '', member };
}

/** The permissions of a stored role; names that this version doesn't know give nothing. */
export function readPermissions(stored: readonly string[]): ReadonlySet<Permission> {
  return new Set(stored.filter(isPermission));
}

/** What a user may do with a stored role; a partner's user never more than partners may have at most. */
export function effectivePermissions(
  partnerId: string | null,
  stored: readonly string[],
): ReadonlySet<Permission> {
  const held = readPermissions(stored);
  if (partnerId === null || fitsPartners(held)) return held;
  return new Set(partnerPermissions.filter((permission) => held.has(permission)));
}

/** The user of a stored session, whichever kind it is, with their role. */
export function describePerson(
  kind: SignedIn['kind'],
  person: SignedIn['user'] & { pinChange?: PinChange | null; passwordMustChange: boolean },
  role: { id: string; name: string; builtIn: string | null; permissions: readonly string[] },
): Pick<SignedIn, 'user' | 'role' | 'mustChange' | 'pinChange'> {
  const { id, username, firstName, lastName, email, language, partnerId } = person;
  const permissions = effectivePermissions(partnerId, role.permissions);
  const pinChange = (kind === 'pin' && person.pinChange) || null;
  const passwordMustChange = kind === 'account' && person.passwordMustChange;
  return {
    user: { id, username, firstName, lastName, email, language, partnerId },
    role: { id: role.id, name: role.name, builtIn: role.builtIn, permissions },
    mustChange: passwordMustChange ? 'password' : pinChange && 'pin',
    pinChange,
  };
}

/** Whether somebody may come in at all: neither they nor their partner are suspended. */
export function mayComeIn(user: { state: string; partnerSuspended: boolean }): boolean {
  return user.state === 'active' && !user.partnerSuspended;
}

type Standing = Pick<SignedIn, 'assurance' | 'mustChange' | 'needsPasskey' | 'hasPasskey'>;

/** What is asked for next of somebody who needs a passkey and has not used one in this session; a password of their own comes before. */
export function passkeyStepOf({
  assurance,
  mustChange,
  needsPasskey,
  hasPasskey,
}: Standing): 'add' | 'use' | null {
  if (!needsPasskey || mustChange || assurance === 'passkey') return null;
  return hasPasskey ? 'use' : 'add';
}

/** What the role allows with a session of this assurance. */
export function usablePermissions(signedIn: Standing & Pick<SignedIn, 'role'>): Permission[] {
  const { role, assurance, mustChange } = signedIn;
  if (mustChange || passkeyStepOf(signedIn)) return [];
  return [...role.permissions].filter((name) => isAssured(assurance, permissions[name].assurance));
}

/** @throws ProblemError `change_required` while the session stands on a PIN or password that somebody else knows */
export function requireOwnSecret({ mustChange }: Pick<SignedIn, 'mustChange'>): void {
  if (!mustChange) return;
  const what = mustChange === 'pin' ? 'PIN' : 'password';
  throw new ProblemError('change_required', `Choose your own ${what} to continue.`);
}

/** @throws ProblemError `permission_missing`, `change_required` or `assurance_too_low` */
export function requirePermission(signedIn: SignedIn, permission: Permission): void {
  if (!signedIn.role.permissions.has(permission)) {
    throw new ProblemError(
      'permission_missing',
      `This needs the permission “${permissions[permission].label}”. Ask an admin of your organization.`,
    );
  }
  requireOwnSecret(signedIn);
  if (!isAssured(signedIn.assurance, permissions[permission].assurance)) {
    throw new ProblemError('assurance_too_low', 'Sign in with your email address and password to do this.');
  }
}

/** The session as the contract tells it. */
export function describeSession(signedIn: SignedIn): Session {
  const { kind, assurance, user, role, expiresAt } = signedIn;
  return {
    kind,
    assurance,
    user: {
      id: user.id,
      name: displayName(user),
      username: user.username,
      firstName: user.firstName,
      lastName: user.lastName,
      email: user.email,
      language: user.language,
    },
    mustChange: signedIn.mustChange,
    ...(signedIn.pinChange ? { pinChange: signedIn.pinChange } : {}),
    isOwner: role.builtIn === 'owner',
    isPartner: user.partnerId !== null,
    limitedToUnits: signedIn.limitedToUnits,
    role: { id: role.id, name: role.name },
    permissions: usablePermissions(signedIn),
    organization: { id: signedIn.organizationId, name: signedIn.organizationName },
    passkeyStep: passkeyStepOf(signedIn),
    stepUpBy: stepUpBy(signedIn),
    stepUpUntil: stepUpEnd(signedIn)?.toISOString() ?? null,
    expiresAt: expiresAt.toISOString(),
  };
}
