// Every problem that the API may answer: its stable code, its HTTP status and its title (RFC 9457).
import * as z from 'zod/mini';

export const problems = {
  validation_failed: { status: 422, title: 'Check the marked fields' },
  malformed_json: { status: 400, title: 'The request is not valid JSON' },
  unsupported_media_type: { status: 415, title: 'The request must be application/json' },
  body_too_large: { status: 413, title: 'The request is too large' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'This address doesn’t support that method' },
  cross_site: { status: 403, title: 'The request came from another site' },
  session_changed: { status: 409, title: 'Somebody else is signed in now' },
  not_signed_in: { status: 401, title: 'You’re not signed in' },
  permission_missing: { status: 403, title: 'Your role doesn’t allow this' },
  assurance_too_low: { status: 403, title: 'Sign in with your password to do this' },
  step_up_required: { status: 403, title: 'Confirm your password' },
  wrong_credentials: { status: 401, title: 'Email address or password is wrong' },
  choose_organization: { status: 409, title: 'Choose the organization to sign in to' },
  change_required: { status: 403, title: 'Choose your own PIN or password first' },
  wrong_password: { status: 403, title: 'The password is wrong' },
  passkey_refused: { status: 403, title: 'This passkey doesn’t work here' },
  passkey_expired: { status: 410, title: 'That took too long, or was used before' },
  passkey_taken: { status: 409, title: 'This passkey has already been added' },
  passkey_required: { status: 403, title: 'This needs your passkey' },
  last_passkey: { status: 409, title: 'You need at least one passkey' },
  passkeys_full: { status: 409, title: 'Too many passkeys' },
  too_many_attempts: { status: 429, title: 'Too many attempts' },
  mails_spent: { status: 429, title: 'Daily email limit reached' },
  setup_code_invalid: { status: 403, title: 'This set-up link doesn’t work' },
  link_invalid: { status: 410, title: 'This link no longer works' },
  link_unknown: { status: 404, title: 'This code is not right' },
  link_expired: { status: 410, title: 'This link has expired' },
  sign_up_closed: { status: 403, title: 'New organizations can’t be created on this server' },
  already_set_up: { status: 409, title: 'This server is already set up' },
  username_taken: { status: 409, title: 'The username is taken' },
  email_taken: { status: 409, title: 'The email address is taken' },
  pin_taken: { status: 409, title: 'Choose another PIN' },
  device_name_taken: { status: 409, title: 'The device name is taken' },
  role_name_taken: { status: 409, title: 'The role name is taken' },
  role_in_use: { status: 409, title: 'This role is in use' },
  unit_name_taken: { status: 409, title: 'The unit name is taken' },
  unit_in_use: { status: 409, title: 'This unit isn’t empty' },
  partner_name_taken: { status: 409, title: 'The partner name is taken' },
  app_name_taken: { status: 409, title: 'The app name is taken' },
  changed_meanwhile: { status: 409, title: 'Somebody else changed this' },
  last_owner: { status: 409, title: 'An organization needs an owner who can sign in' },
  is_owner: { status: 409, title: 'This user owns the organization' },
  last_way_in: { status: 409, title: 'That would remove this user’s last way to sign in' },
  not_invited: { status: 409, title: 'This user has no open invitation' },
  import_not_ready: { status: 409, title: 'This import can’t be started' },
  above_you: { status: 403, title: 'This needs a higher role' },
  device_unknown: { status: 401, title: 'This device is not authorized' },
  device_in_two_places: { status: 403, title: 'This tablet is used in two places' },
  device_revoked: { status: 401, title: 'This device was revoked' },
  proof_invalid: { status: 401, title: 'The proof of the device key is not valid' },
  use_dpop_nonce: { status: 401, title: 'Use the nonce in this response' },
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
  /** For `email_taken`: who holds the address, where the one who asks may see that user. */
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
