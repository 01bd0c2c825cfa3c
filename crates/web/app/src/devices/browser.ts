// Detects the browser for instructions only, never for behaviour.

export type BrowserName = 'chrome' | 'firefox' | 'safari' | 'other';

export interface Browser {
  name: BrowserName;
  isMobile: boolean;
}

/**
 * Chromium-based browsers (Edge, Opera, Brave) have Chrome's menus. On iOS every browser is Safari inside and asks
 * through the system settings.
 */
export function detectBrowser(userAgent: string): Browser {
  const isMobile = /Android|iPhone|iPad|iPod|Mobile/.test(userAgent);
  if (/iPhone|iPad|iPod/.test(userAgent)) return { name: 'safari', isMobile: true };
  if (/Firefox\//.test(userAgent)) return { name: 'firefox', isMobile };
  if (/Chrome\/|Chromium\/|CriOS\//.test(userAgent)) return { name: 'chrome', isMobile };
  if (/Safari\//.test(userAgent)) return { name: 'safari', isMobile };
  return { name: 'other', isMobile };
}
