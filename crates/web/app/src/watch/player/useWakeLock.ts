// Keeps the screen on while the stream plays. Safari before 16.4 and Firefox before 126 can't.
import { useEffect } from 'react';

export function useWakeLock(isPlaying: boolean): void {
  useEffect(() => {
    if (!isPlaying || !('wakeLock' in navigator)) return undefined;
    let lock: WakeLockSentinel | null = null;
    let isCurrent = true;
    // The browser releases the lock of a hidden page, and may refuse one, for example when the battery is low.
    const acquire = () => {
      if (document.hidden) return;
      navigator.wakeLock.request('screen').then(
        (acquired) => {
          if (isCurrent) lock = acquired;
          else void acquired.release();
        },
        () => undefined,
      );
    };
    acquire();
    document.addEventListener('visibilitychange', acquire);
    return () => {
      isCurrent = false;
      document.removeEventListener('visibilitychange', acquire);
      void lock?.release();
    };
  }, [isPlaying]);
}
