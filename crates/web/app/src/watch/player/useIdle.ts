// Whether the viewer has not touched the player for a while, so that the controls may disappear.
import { useEffect, useState } from 'react';

const IDLE_AFTER_MS = 3_000;

export function useIdle(frame: HTMLElement | null): boolean {
  const [isIdle, setIsIdle] = useState(false);
  useEffect(() => {
    if (!frame) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const sleep = () => setIsIdle(true);
    const wake = () => {
      clearTimeout(timer);
      setIsIdle(false);
      timer = setTimeout(sleep, IDLE_AFTER_MS);
    };
    wake();
    const events = ['pointermove', 'pointerdown', 'keydown', 'focusin'] as const;
    for (const event of events) frame.addEventListener(event, wake);
    const onLeave = (event: PointerEvent) => {
      if (event.pointerType === 'mouse') sleep();
    };
    frame.addEventListener('pointerleave', onLeave);
    return () => {
      clearTimeout(timer);
      for (const event of events) frame.removeEventListener(event, wake);
      frame.removeEventListener('pointerleave', onLeave);
    };
  }, [frame]);
  return isIdle;
}
