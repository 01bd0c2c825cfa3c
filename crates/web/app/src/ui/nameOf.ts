/** What to call somebody: the name they chose, else their username. */
export function nameOf(user: { name?: string | null; username: string }): string {
  return user.name?.trim() || user.username;
}
