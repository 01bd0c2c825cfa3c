// Logs causes to the browser's console. Pages show only what the user can do.

const logged = new WeakSet<object>();

/**
 * An error that is caught, wrapped and shown in several places is logged once. The console also shows its `cause`.
 */
export function logError(what: string, error: unknown): void {
  if (typeof error === 'object' && error !== null) {
    if (logged.has(error)) return;
    logged.add(error);
  }
  console.error(what, error);
}
