// Whether another tab of this browser is sending, for a tab that isn't.
import { useEffect, useState } from 'react';
import type { OtherTab, BroadcastLock } from './broadcastLock';

export function useOtherTab(lock: BroadcastLock, isEnabled: boolean): OtherTab {
  const [other, setOther] = useState<OtherTab>('checking');
  useEffect(() => {
    if (!isEnabled) return undefined;
    const stop = lock.watch(setOther);
    return () => {
      stop();
      setOther('checking');
    };
  }, [lock, isEnabled]);
  return other;
}
