// Every problem that the API may answer: its stable code, its HTTP status and its title (RFC 9457).
import * as z from 'zod/mini';

export const problems = {
  validation_failed: { status: 422, title: 'Some of what was sent is not right' },
  malformed_json: { status: 400, title: 'The body is not valid JSON' },
  unsupported_media_type: { status: 415, title: 'The body must be application/json' },
  body_too_large: { status: 413, title: 'The body is too large' },
  not_found: { status: 404, title: 'Page not found' },
  method_not_allowed: { status: 405, title: 'This address does not answer that method' },
  cross_site: { status: 403, title: 'The request came from another site' },
  not_signed_in: { status: 401, title: 'Nobody is signed in' },
  permission_missing: { status: 403, title: 'Your role does not allow this' },
  assurance_too_low: { status: 403, title: 'This needs a sign-in with a password' },
  step_up_required: { status: 403, title: 'Enter your password once more' },
  wrong_credentials: { status: 401, title: 'Email address or password is wrong' },
  choose_organization: { status: 409, title: 'Choose the organization to sign in to' },
  change_required: { status: 403, title: 'Choose a PIN or password of your own first' },
  wrong_password: { status: 403, title: 'The password is wrong' },
  passkey_refused: { status: 403, title: 'This passkey does not work here' },
  passkey_expired: { status: 410, title: 'That took too long, or was used before' },
  passkey_taken: { status: 409, title: 'This passkey is here already' },
  passkey_required: { status: 403, title: 'This needs your passkey' },
  last_passkey: { status: 409, title: 'You need at least one passkey' },
  passkeys_full: { status: 409, title: 'There is no room for another passkey' },
  too_many_attempts: { status: 429, title: 'Too many attempts' },
  mails_spent: { status: 429, title: 'Daily email limit reached' },
  setup_code_invalid: { status: 403, title: 'This set-up link does not work' },
  link_invalid: { status: 410, title: 'This link does not work any more' },
  link_expired: { status: 410, title: 'This link has expired' },
  sign_up_closed: { status: 403, title: 'New organizations can’t be created on this server' },
  already_set_up: { status: 409, title: 'This server is already set up' },
  username_taken: { status: 409, title: 'The username is taken' },
  email_taken: { status: 409, title: 'The email address is taken' },
  pin_taken: { status: 409, title: 'Choose another PIN' },
  device_name_taken: { status: 409, title: 'The device name is taken' },
  role_name_taken: { status: 409, title: 'The name of the role is taken' },
  role_in_use: { status: 409, title: 'People have this role' },
  unit_name_taken: { status: 409, title: 'The name of the unit is taken' },
  unit_in_use: { status: 409, title: 'People, devices or other units are in this unit' },
  partner_name_taken: { status: 409, title: 'The name of the partner is taken' },
  changed_meanwhile: { status: 409, title: 'Somebody else changed this meanwhile' },
  last_owner: { status: 409, title: 'An organization needs an owner who can sign in' },
  is_owner: { status: 409, title: 'This person owns the organization' },
  last_way_in: { status: 409, title: 'That would take away this person’s last way to sign in' },
  not_invited: { status: 409, title: 'No invitation is open for this person' },
  import_not_ready: { status: 409, title: 'This import can’t be started' },
  above_you: { status: 403, title: 'This needs more power than you have' },
  device_unknown: { status: 401, title: 'This device is not authorized' },
  device_in_two_places: { status: 403, title: 'This tablet is used in two places' },
  device_revoked: { status: 401, title: 'This device was revoked' },
  proof_invalid: { status: 401, title: 'The proof of the device key is not valid' },
  use_dpop_nonce: { status: 401, title: 'Use the nonce of this answer' },
  proof_replayed: { status: 401, title: 'This proof was used before' },
  wrong_pin: { status: 401, title: 'Wrong PIN' },
  pin_disabled: { status: 403, title: 'This PIN doesn’t work right now' },
  pin_expired: { status: 403, title: 'This temporary PIN has expired' },
  password_expired: { status: 403, title: 'This password has expired' },
  device_paused: { status: 429, title: 'Too many wrong PINs on this tablet' },
  busy: { status: 503, title: 'The server is busy' },
  internal: { status: 500, title: 'Something went wrong on the server' },
  unavailable: { status: 503, title: 'The server can’t work right now' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;

const codes = new Set<string>(Object.keys(problems));

/** Tells whether a text is the code of a problem that this version knows. */
export function isProblemCode(code: string): code is ProblemCode {
  return codes.has(code);
}

/** The body of an `application/problem+json` answer (RFC 9457, section 3). */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  /** The stable name of the problem: what code should look at. */
  code: z.string(),
  /** What happened and what to do next, for a person. */
  detail: z.string(),
  /** The fields that were not right; `field` is the path inside the body, query or path. */
  errors: z.optional(z.array(z.object({ field: z.string(), message: z.string() }))),
  /** For `choose_organization`: where this address and password open an account. */
  organizations: z.optional(z.array(z.object({ id: z.string(), name: z.string() }))),
  /** For `email_taken`: who holds the address, where the one who asks may see that person. */
  holder: z.optional(
    z.object({
      id: z.string(),
      name: z.string(),
      state: z.enum(['invited', 'active', 'suspended']),
      partner: z.nullable(z.object({ id: z.string(), name: z.string() })),
      hasPin: z.boolean(),
      editable: z.boolean(),
      accountEditable: z.boolean(),
    }),
  ),
  /** For `device_revoked`: the signed statement (compact JWS) of this revocation; only with it does a tablet wipe itself. */
  revocation: z.optional(z.string()),
  /** When it makes sense to try again. */
  retryAt: z.optional(z.iso.datetime()),
  /** How many tries are left before a pause. */
  triesLeft: z.optional(z.int()),
  requestId: z.optional(z.string()),
});

export type Problem = z.infer<typeof problemSchema>;
