// The words for the fields and values that audit events carry in their detail.
import { reviewReasons } from '../../../contract/device-events.ts';
import { permissions } from '../../../contract/permissions.ts';
import { noteWords } from '../devices/review-words.ts';

/** Fields by what a person calls them; `null` for what nobody can make use of. */
export const detailWords: Readonly<Record<string, string | null>> = {
  keyThumbprint: null,
  personId: null,
  deviceId: null,
  backupOf: 'backup of',
  autoLockSeconds: 'auto-lock in seconds',
  leaseHours: 'lease in hours',
  passwordMinLength: 'least length of passwords',
  pinLength: 'PIN length',
  signInStyle: 'sign-in style',
  phoneRule: 'phone numbers',
  passkeyRule: 'passkey required for',
  generatedPasswords: 'generated passwords',
  offlineSignIn: 'sign-in without a connection',
  language: 'language',
  pin: 'PIN',
  pinsLost: 'people who need a new PIN',
  pinsLostBy: 'need a new PIN',
  email: 'email address',
  emailBefore: 'email address before',
  phone: 'phone number',
  firstName: 'first name',
  lastName: 'last name',
  roleId: 'role',
  unitId: 'unit',
  unitIds: 'units',
  partnerId: 'partner',
  contactName: 'contact',
  contactEmail: 'email address of the contact',
  contactPhone: 'phone number of the contact',
  added: 'now allowed',
  removed: 'no longer allowed',
  moved: 'people moved',
  movedTo: 'moved to',
  movedUsers: 'people moved',
  movedDevices: 'devices moved',
  movedUnits: 'units moved',
  parent: 'stands in',
  parentBefore: 'stood in',
  unsentEvents: 'events that were not sent before',
  appVersion: 'version of the app',
  deliver: 'password',
  mail: 'mail',
  failure: 'reason',
  from: 'from',
  to: 'up to',
  only: 'only',
  whileChanging: 'while changing the PIN',
  offline: 'without a connection',
  askedByThemselves: 'asked for by themselves',
  reinstated: 'reactivated',
  otherSessionsKept: 'other sessions kept',
  passkeyBefore: 'passkey before',
  sessions: 'sessions that ended',
  operation: 'endpoint',
  code: null,
  more: 'more of them within the hour',
  passkeysEnded: 'passkeys that ended',
  passkeysOfLastHours: 'only those of the last hours',
  tookEffect: 'it had taken effect',
  tabletTime: 'by the tablet’s clock',
  estimatedTime: 'by the server’s estimate',
  sequence: 'number on the tablet',
  toReview: 'to review',
  reasons: 'looked at because',
  relinked: 'linked again',
  temporaryPinDays: 'days that temporary PINs work',
  generatedPasswordHours: 'hours that generated passwords work',
  leftOut: 'rows left out',
  guesses: 'suspicious wrong PINs',
  unsentBefore: 'events that waited on it before',
  askedForPin: 'people asked for a new PIN',
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
  ['idle', 'nobody touched the tablet'],
  ['reloaded', 'the page was reloaded'],
  ['replaced', 'somebody else signed in'],
  ['name-then-pin', 'name, then PIN'],
  ['power', 'roles with power'],
  ['north-america', 'eleven digits of North America'],
  ['shown', 'shown once'],
  ['mailed', 'sent by mail'],
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
  if (before !== name && Object.hasOwn(detailWords, before)) {
    const word = detailWords[before];
    return word ? `${word} before` : null;
  }
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll(/[-_.]/g, ' ');
}
