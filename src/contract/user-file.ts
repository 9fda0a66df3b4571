// The file of users that can be imported and exported: its columns, and what each may hold.

export const userFileColumns = [
  { key: 'username', title: 'Username', hint: 'Required. Must be unique.' },
  { key: 'role', title: 'Role', hint: 'The name of a role. Empty: Staff.' },
  { key: 'firstName', title: 'First name', hint: '' },
  { key: 'lastName', title: 'Last name', hint: '' },
  { key: 'email', title: 'Email address', hint: '' },
  { key: 'phone', title: 'Phone number', hint: 'With + and the country code.' },
  { key: 'pin', title: 'PIN', hint: 'With as many digits as the organization’s PINs.' },
  {
    key: 'units',
    title: 'Units',
    hint: 'Names of units, with | between them; Site / Hall where a name stands twice. A | or / in a name: \\| or \\/. Empty: the whole organization.',
  },
  { key: 'language', title: 'Language', hint: 'en, de, es or fr. Empty: the organization’s.' },
] as const;

export type UserFileColumn = (typeof userFileColumns)[number]['key'];

/** More rows must come in several files. */
export const userFileRowsMost = 10_000;

/** The keys of the columns, for a choice among them. */
export const userFileColumnKeys = userFileColumns.map(({ key }) => key);

/** What an export, and a file of rows that failed, tell besides; an import leaves these columns out. */
export const userFileExportNotes = ['State', 'Partner', 'Added', 'Last sign-in'] as const;
export const userFileProblemNotes = ['Row', 'Problem'] as const;

/** More columns than any table of people has. */
export const userFileColumnsMost = 100;
