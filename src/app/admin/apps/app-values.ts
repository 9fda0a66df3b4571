// What the form of an app holds, and the bodies that come of it.
import type { AppPicture } from '../../../contract/app-pictures.ts';
import {
  type App,
  type AppKind,
  createApp,
  type EmailRule,
  updateApp,
} from '../../../contract/endpoints/apps.ts';
import { checkBody } from '../../ui/admin/check-body.ts';
import type { FieldErrors } from '../../ui/admin/use-form.ts';

export interface AppValues {
  name: string;
  kind: AppKind;
  address: string;
  picture: AppPicture;
  roleIds: string[];
  unitIds: string[];
  deviceIds: string[];
  email: EmailRule;
  /** One a line. */
  redirectUris: string;
  afterLogoutUris: string;
  logoutUri: string;
  privateLogout: boolean;
  isPublic: boolean;
}

/** What a form begins with. */
export function valuesOf(app: App | null): AppValues {
  return {
    name: app?.name ?? '',
    kind: app?.kind ?? 'oidc',
    address: app?.address ?? '',
    picture: app?.picture ?? 'app',
    roleIds: app?.roleIds ?? [],
    unitIds: app?.unitIds ?? [],
    deviceIds: app?.deviceIds ?? [],
    email: app?.email ?? 'none',
    redirectUris: app?.redirectUris.join(' ') ?? '',
    afterLogoutUris: app?.afterLogoutUris.join(' ') ?? '',
    logoutUri: app?.logoutUri ?? '',
    privateLogout: app?.privateLogout ?? false,
    isPublic: app?.isPublic ?? false,
  };
}

const partAddresses = (text: string) => text.split(/\s+/).filter((part) => part !== '');

/** What both bodies have; an app that is only opened is told nothing. */
function settingsOf({ kind, name, address, picture, roleIds, unitIds, deviceIds, ...values }: AppValues) {
  const shared = { name, address, picture, roleIds, unitIds, deviceIds };
  if (kind === 'link') return shared;
  return {
    ...shared,
    email: values.email,
    redirectUris: partAddresses(values.redirectUris),
    afterLogoutUris: partAddresses(values.afterLogoutUris),
    logoutUri: values.logoutUri.trim() === '' ? null : values.logoutUri,
    privateLogout: values.privateLogout,
  };
}

export function newAppOf(values: AppValues) {
  const isPublic = values.kind === 'oidc' && values.isPublic;
  return { ...settingsOf(values), kind: values.kind, isPublic };
}

export function changeOf(values: AppValues, { revision }: App) {
  return { ...settingsOf(values), revision };
}

/** What is wrong before anything is sent. */
export function checkApp(values: AppValues, app: App | null): FieldErrors {
  return app ? checkBody(updateApp.body, changeOf(values, app)) : checkBody(createApp.body, newAppOf(values));
}
