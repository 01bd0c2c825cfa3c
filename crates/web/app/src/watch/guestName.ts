// The name a guest gave, for next time. Kept only after the service has taken it.

const KEY = 'onair.guestName';

export function guestName(): string | null {
  return localStorage.getItem(KEY);
}

export function keepGuestName(name: string): void {
  if (name) localStorage.setItem(KEY, name);
  else localStorage.removeItem(KEY);
}
