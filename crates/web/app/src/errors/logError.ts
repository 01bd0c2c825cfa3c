// Where causes go: the browser's console. Pages say what a person can do, this says why.

const logged = new WeakSet<object>();

/** An error that is caught, wrapped and shown in several places is logged once. The console shows its `cause` too. */
export function logError(what: string, error: unknown): void {
  if (typeof error === 'object' && error !== null) {
    if (logged.has(error)) return;
    logged.add(error);
  }
  console.error(what, error);
}
