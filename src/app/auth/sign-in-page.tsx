/** The page to sign in with an e-mail address and a password. */

/** The page to sign in with an e-mail address and a password. */
export default function SignInPage() {
  return <h1>Sign in</h1>;
}
