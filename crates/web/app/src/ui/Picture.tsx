// A picture from a URL that a user gave, which may not work.
import { useState, type ReactNode } from 'react';

/** Decorative. `fallback` is shown if there is no picture or it can't be loaded. */
export function Picture({ src, fallback }: { src?: string | null | undefined; fallback: ReactNode }) {
  const [broken, setBroken] = useState<string | null>(null);
  if (!src || src === broken) return fallback;
  return <img src={src} alt="" loading="lazy" referrerPolicy="no-referrer" onError={() => setBroken(src)} />;
}
