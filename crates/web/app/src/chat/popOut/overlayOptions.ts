// The parameters of the overlay, as documented in docs/chat-overlay.md. Pure.

type OverlaySize = 'small' | 'medium' | 'large';

export interface OverlayOptions {
  size: OverlaySize;
  /** After how many seconds messages fade out; null for never. */
  fadeSeconds: number | null;
}

/** What makes the page an overlay. */
export const OVERLAY_SEARCH = '?overlay=1';

const SIZES: readonly string[] = ['small', 'medium', 'large'] satisfies OverlaySize[];
const MAX_FADE_SECONDS = 3_600;

/** Null if the page isn't an overlay. Invalid values are ignored: nobody reads an error in a streaming program. */
export function overlayOptions(search: URLSearchParams): OverlayOptions | null {
  if (search.get('overlay') !== '1') return null;
  const size = search.get('size') ?? '';
  const fade = Number(search.get('fade'));
  return {
    size: SIZES.includes(size) ? (size as OverlaySize) : 'medium',
    fadeSeconds: fade > 0 ? Math.min(fade, MAX_FADE_SECONDS) : null,
  };
}
