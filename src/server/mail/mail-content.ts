// What each kind of mail tells: the values that its text is made from.
import { unsettledHours } from '../../contract/durations.ts';
import type { MailKind } from '../../contract/mail-kinds.ts';
import { organizationDefaults } from '../../contract/organization-defaults.ts';

/** What every mail has. */
export type MailGreeting = {
  readonly organizationName: string /** Whom it greets. */;
  readonly personName: string;
};
type Base = MailGreeting;
type WithLink = { readonly link: string /** ISO 8601. */; readonly expiresAt: string };

/** The passkeys that ended with what the mail tells; nothing where none did. */
export type EndedPasskeys = {
  readonly passkeysEnded?: number;
  /** Only those that were added so many hours ago at most: older ones stayed. */
  readonly passkeysOfLastHours?: number;
};

export type MailContent =
  | (Base & WithLink & { readonly kind: 'invitation'; readonly inviterName: string })
  /** Passkeys end before it only where a change of address was taken back. */
  | (Base & WithLink & EndedPasskeys & { readonly kind: 'password-reset' })
  /** To everybody who chose a new password by a link. */
  | (Base & EndedPasskeys & { readonly kind: 'password-was-reset' })
  | (Base &
      EndedPasskeys & {
        readonly kind: 'one-time-password';
        readonly password: string;
        readonly hours: number;
        readonly signInLink: string;
      })
  /** To whom an admin gave another password to be shown, or took password or address away. */
  | (Base &
      EndedPasskeys & {
        readonly kind: 'changed-by-admin';
        readonly change: 'password-made' | 'password-removed' | 'address-removed';
      })
  /** To the new address: opening the link makes the change. */
  | (Base & WithLink & { readonly kind: 'email-change'; readonly newEmail: string })
  /** To the old address: the link stops the change, or takes it back. */
  | (Base & WithLink & { readonly kind: 'email-change-notice'; readonly newEmail: string })
  /** To both addresses, afterwards. */
  | (Base &
      EndedPasskeys & {
        readonly kind: 'email-changed';
        readonly oldEmail: string;
        readonly newEmail: string;
        /** An admin's doing: no notice went before it. */
        readonly byAdmin?: true;
      })
  /** To the address that was given up again, when the change was stopped after it had taken effect: nothing of the account, which whoever took it reads. */
  | (Base & { readonly kind: 'email-change-undone'; readonly oldEmail: string; readonly newEmail: string })
  | (Base & {
      readonly kind: 'passkey-added';
      readonly passkeyName: string;
      /** So long a new password by mail ends it in any case. */
      readonly hours: number;
    })
  | (Base & { readonly kind: 'passkey-removed'; readonly passkeyName: string })
  /** To those who may revoke devices: a PIN that a tablet took without the server was wrong. `link` opens what waits there. */
  | (Base & { readonly kind: 'offline-review'; readonly deviceName: string; readonly link: string })
  | (Base & WithLink & { readonly kind: 'sign-up' })
  /** To whoever asked for it, at once. */
  | (Base & { readonly kind: 'test' });

export type { MailKind };

type ContentByKind = { readonly [K in MailKind]: Extract<MailContent, { kind: K }> };

/** What the mails of one kind tell. */
export type MailContentOf<K extends MailKind> = { [P in K]: { readonly kind: P } & ContentByKind[P] }[K];

/** What mails that an earlier version queued don’t tell yet. */
const defaults: Readonly<Partial<Record<MailKind, object>>> = {
  'passkey-added': { hours: unsettledHours },
  'one-time-password': { hours: organizationDefaults.generatedPasswordHours },
};

/** Reads what was stored of a mail. Not checked: that it was written by `queueMail`, which alone can seal it. */
export function readMailContent(stored: string): MailContent {
  const content: MailContent = JSON.parse(stored);
  return { ...defaults[content.kind], ...content };
}
