// A picture from an address that somebody gave: it may be gone, or never have been one.
import { useState, type ReactNode } from 'react';

/** It decorates: the words stand beside it. `fallback` is shown where there is none, and where it can't be loaded. */
export function Picture({ src, fallback }: { src?: string | null | undefined; fallback: ReactNode }) {
  const [broken, setBroken] = useState<string | null>(null);
  if (!src || src === broken) return fallback;
  return <img src={src} alt="" loading="lazy" referrerPolicy="no-referrer" onError={() => setBroken(src)} />;
}
