/** The page of the signed-in person's own account. */

/** The page of the signed-in person's own account. */
export default function AccountPage() {
  return <h1>My User Account</h1>;
}
