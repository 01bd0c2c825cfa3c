// A picture from a URL that a user gave, or of a broadcast, which may not work.
import { useState, type ReactNode } from 'react';

interface Props {
  /** The first one that works is shown. */
  sources: readonly (string | null | undefined)[];
  /** Shown if there is no picture or none can be loaded. */
  fallback: ReactNode;
  /** Empty if the picture is decorative. */
  alt?: string;
  /** Its usual size, in pixels: browsers reserve the space. */
  size?: { width: number; height: number };
}

export function Picture({ sources, fallback, alt = '', size }: Props) {
  const [broken, setBroken] = useState<readonly string[]>([]);
  const src = sources.find((source) => source && !broken.includes(source));
  if (!src) return fallback;
  const onError = () => setBroken([...broken.filter((one) => sources.includes(one)), src]);
  return <img {...size} src={src} alt={alt} loading="lazy" decoding="async" referrerPolicy="no-referrer" onError={onError} />;
}
