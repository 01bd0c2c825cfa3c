// For dialogs without a trigger of their own: returns the focus to where it was.
import { useRef } from 'react';

interface DialogFocus {
  onOpenAutoFocus: () => void;
  onCloseAutoFocus: (event: Event) => void;
}

/** What the dialog did may have removed the opener. Then the page gets the focus. */
export function useOpenerFocus(): DialogFocus {
  const opener = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      opener.current = document.activeElement;
    },
    onCloseAutoFocus: (event) => {
      event.preventDefault();
      const place = opener.current?.isConnected ? opener.current : document.getElementById('content');
      if (place instanceof HTMLElement) place.focus({ preventScroll: true });
    },
  };
}
