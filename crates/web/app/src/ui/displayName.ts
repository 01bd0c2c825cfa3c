/** The name to display for a user. */
export function displayName(user: { name?: string | null; username: string }): string {
  return user.name?.trim() || user.username;
}
