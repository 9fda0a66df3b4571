// The kinds of mails, by the words in which a list names them.

export const mailKinds = {
  invitation: 'Invitation',
  'password-reset': 'Password reset link',
  'password-was-reset': 'Notice of a new password',
  'one-time-password': 'One-time password',
  'changed-by-admin': 'Notice of a change by an admin',
  'email-change': 'Confirmation of a new email address',
  'email-change-notice': 'Notice of a change of address',
  'email-changed': 'Notice of a changed address',
  'email-change-undone': 'Notice of an undone change of address',
  'passkey-added': 'Notice of a new passkey',
  'passkey-removed': 'Notice of a removed passkey',
  'offline-review': 'Notice of a wrong PIN offline',
  'sign-up': 'Sign-up link',
  test: 'Test email',
} as const;

export type MailKind = keyof typeof mailKinds;

/** Tells whether a text is the name of a kind; stored mails may be of one that another version knew. */
export function isMailKind(name: string): name is MailKind {
  return name in mailKinds;
}
