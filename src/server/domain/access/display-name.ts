// How a user is called on screens, in mails and in the trail.

/** First and last name, or the username where both are missing. */
export function displayName(user: { firstName: string; lastName: string; username: string }): string {
  return `${user.firstName} ${user.lastName}`.trim() || user.username;
}
