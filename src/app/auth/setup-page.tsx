/** The page that the one-time set-up link opens. */

/** The page that the one-time set-up link opens. */
export default function SetupPage() {
  return <h1>Create your organization</h1>;
}
