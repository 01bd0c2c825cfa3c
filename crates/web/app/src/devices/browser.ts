// Which browser's words to use in instructions. Only words depend on it, never behaviour.

export type BrowserName = 'chrome' | 'firefox' | 'safari' | 'other';

export interface Browser {
  name: BrowserName;
  isMobile: boolean;
}

/**
 * Chromium's kin (Edge, Opera, Brave) keep Chrome's menus. On iOS every browser is Safari inside, and
 * asks through the system's settings, so there the name on the box doesn't count.
 */
export function browserOf(userAgent: string): Browser {
  const isMobile = /Android|iPhone|iPad|iPod|Mobile/.test(userAgent);
  if (/iPhone|iPad|iPod/.test(userAgent)) return { name: 'safari', isMobile: true };
  if (/Firefox\//.test(userAgent)) return { name: 'firefox', isMobile };
  if (/Chrome\/|Chromium\/|CriOS\//.test(userAgent)) return { name: 'chrome', isMobile };
  if (/Safari\//.test(userAgent)) return { name: 'safari', isMobile };
  return { name: 'other', isMobile };
}
