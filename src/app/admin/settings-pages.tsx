/** The screens under /settings. */

/** The screens under /settings. */
export default function SettingsPages() {
  return <h1>Organization Settings</h1>;
}
