// The words for the fields and values that audit events carry in their detail.
import { reviewReasons } from '../../../contract/device-events.ts';
import { permissions } from '../../../contract/permissions.ts';
import { noteWords } from '../devices/review-words.ts';

/** Fields by what a person calls them; `null` for what nobody can make use of. */
export const detailWords: Readonly<Record<string, string | null>> = {
  keyThumbprint: null,
  personId: null,
  deviceId: null,
  backupOf: 'backup from',
  autoLockSeconds: 'auto-lock (seconds)',
  leaseHours: 'works offline for (hours)',
  passwordMinLength: 'shortest password',
  pinLength: 'PIN length',
  signInStyle: 'sign-in style',
  phoneRule: 'phone numbers',
  passkeyRule: 'passkey required for',
  generatedPasswords: 'generated passwords',
  offlineSignIn: 'offline sign-in',
  language: 'language',
  pin: 'PIN',
  pinsLost: 'users who need a new PIN',
  pinsLostBy: 'need a new PIN',
  email: 'email address',
  emailBefore: 'previous email address',
  phone: 'phone number',
  firstName: 'first name',
  lastName: 'last name',
  roleId: 'role',
  unitId: 'unit',
  unitIds: 'units',
  partnerId: 'partner',
  contactName: 'contact',
  contactEmail: 'contact’s email address',
  contactPhone: 'contact’s phone number',
  redirectUris: 'sign-in addresses',
  afterLogoutUris: 'sign-out addresses',
  logoutUri: 'logout address',
  privateLogout: 'logout in one’s own network',
  roleIds: 'roles',
  deviceIds: 'devices',
  overlapHours: 'earlier ones work for (hours)',
  added: 'now allowed',
  removed: 'no longer allowed',
  moved: 'users moved',
  movedTo: 'moved to',
  movedUsers: 'users moved',
  movedDevices: 'devices moved',
  movedUnits: 'units moved',
  parent: 'parent unit',
  parentBefore: 'previous parent unit',
  unsentEvents: 'unsent events',
  appVersion: 'app version',
  deliver: 'password',
  mail: 'email',
  failure: 'reason',
  from: 'from',
  to: 'up to',
  only: 'only',
  whileChanging: 'while changing the PIN',
  offline: 'offline',
  askedByThemselves: 'requested by the user',
  reinstated: 'reactivated',
  otherSessionsKept: 'other sessions kept',
  passkeyBefore: 'previous name',
  sessions: 'sessions ended',
  operation: 'endpoint',
  code: null,
  more: 'more within the hour',
  passkeysEnded: 'passkeys removed',
  passkeysOfLastHours: 'only those added in the last (hours)',
  tookEffect: 'had already taken effect',
  tabletTime: 'by the device’s clock',
  estimatedTime: 'by the server’s estimate',
  sequence: 'number on the device',
  toReview: 'to review',
  reasons: 'needs review because',
  relinked: 'authorized again',
  temporaryPinDays: 'temporary PINs expire after (days)',
  generatedPasswordHours: 'generated passwords expire after (hours)',
  people: 'users in the file',
  skipped: 'left as they are',
  leftOut: 'rows left out',
  guesses: 'suspicious wrong PINs',
  unsentBefore: 'unsent events before',
  askedForPin: 'users asked for a new PIN',
  keptPins: 'PINs kept, because',
};

const lowerFirst = (words: string) => words.charAt(0).toLowerCase() + words.slice(1);

const valueWords = new Map<string, string>([
  ...Object.entries({ ...noteWords, ...reviewReasons }).map(([name, words]): [string, string] => [
    name,
    lowerFirst(words),
  ]),
  ...Object.entries(permissions).map(([name, { label }]): [string, string] => [name, label]),
  ['locked', 'locked'],
  ['idle', 'inactivity'],
  ['reloaded', 'the page was reloaded'],
  ['replaced', 'somebody else signed in'],
  ['name-then-pin', 'name, then PIN'],
  ['power', 'roles with power'],
  ['north-america', 'North America only'],
  ['shown', 'shown once'],
  ['mailed', 'sent by email'],
  ['ndjson', 'JSON lines'],
  ['csv', 'CSV'],
]);

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/;
const moments = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** A value as a person reads it. */
export function describeValue(value: string | number | boolean): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return value.toLocaleString();
  if (instant.test(value)) return moments.format(new Date(value));
  return valueWords.get(value) ?? value;
}

/** The word of a field; a name that nobody wrote words for is taken apart: `someNewField` is “some new field”. */
export function describeField(name: string): string | null {
  if (Object.hasOwn(detailWords, name)) return detailWords[name] ?? null;
  const before = name.replace(/Before$/, '');
  if (before !== name) {
    const word = describeField(before);
    return word && `previous ${word}`;
  }
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll(/[-_.]/g, ' ');
}
