// What becomes of a link on its way through mail programs, and what people paste: as data, for the unit and the browser.

/** A code of the form that the server gives; the secret has what base64url may have. */
export const linkCode = '4f3a2b1c-0d9e-4c7b-8a65-123456789abc.AbC-dE_fGhIjKlMnOpQrStUvWxYz0123456789-_AbC';

const [id = '', secret = ''] = linkCode.split('.');
const halves = `${linkCode.slice(0, 60)}=\n${linkCode.slice(60)}`;

/** What each of them still opens, by what stands behind the path. */
export const bentLinks: readonly (readonly [what: string, behindPath: string])[] = [
  ['as it was sent', `#code=${linkCode}`],
  ['# as %23', `%23code=${linkCode}`],
  ['# and = as escapes', `%23code%3D${linkCode}`],
  ['escapes of escapes', `%2523code%253D${linkCode}`],
  ['= as %3D', `#code%3D${linkCode}`],
  ['the escape of quoted-printable', `#code=3D${linkCode}`],
  ['# as a query', `?code=${linkCode}`],
  ['a full stop behind', `#code=${linkCode}.`],
  ['a bracket behind', `#code=${linkCode})`],
  ['> behind', `#code=${linkCode}>`],
  ['an escaped > behind', `%23code=${linkCode}%3E`],
  ['a quotation mark behind', `#code=${linkCode}%22`],
  ['the end of Markdown behind', `#code=${linkCode}_`],
  ['a space before', `#code=%20${linkCode}`],
  ['spaces within', `#code=${id}.%20${secret.slice(0, 20)}%20${secret.slice(20)}`],
  ['a soft break within', `#code=${linkCode.slice(0, 60)}=%0A${linkCode.slice(60)}`],
  ['a soft break whose line end is gone', `#code=${linkCode.slice(0, 60)}=${linkCode.slice(60)}`],
  ['an escaped &, and what a mailing adds', `#code=${linkCode}&amp;utm_source=mail`],
  ['entities', `#code&#61;${linkCode}`],
  ['the id in capitals', `#code=${id.toUpperCase()}.${secret}`],
  ['a slash before #', `/#code=${linkCode}`],
];

/** What people put into the field for the code. */
export const pastedCodes: readonly (readonly [what: string, pasted: string])[] = [
  ['the code', linkCode],
  ['the code with spaces around', `  ${linkCode}\n`],
  ['the link', `https://floorkey.example.com/invite#code=${linkCode}`],
  ['the link in brackets', `<https://floorkey.example.com/invite#code=${linkCode}>.`],
  ['a line of the mail’s source', `https://floorkey.example.com/invite#code=3D${halves}`],
  ['quoted lines of an answer', `> ${linkCode.slice(0, 40)}\n> ${linkCode.slice(40)}`],
  ['a whole mail', `Hello Nora,\n\nenter the code:\n${linkCode}\n\nThe link works once.`],
  ['an invisible space within', `${linkCode.slice(0, 20)}\u200b${linkCode.slice(20)}`],
  ['typeset hyphens', linkCode.replace('-', '\u2010').replace('-', '\u2013')],
];

/** What is no code, and must not be taken for one. */
export const noCodes: readonly string[] = [
  '',
  'https://floorkey.example.com/invite',
  linkCode.slice(0, -1),
  linkCode.slice(9),
  secret,
  id,
];
