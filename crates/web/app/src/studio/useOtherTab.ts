// Whether another tab of this browser sends, for a tab that doesn't.
import { useEffect, useState } from 'react';
import type { OtherTab, SendingClaim } from './sendingClaim';

export function useOtherTab(claim: SendingClaim, isAsked: boolean): OtherTab {
  const [other, setOther] = useState<OtherTab>('checking');
  useEffect(() => {
    if (!isAsked) return undefined;
    const stop = claim.watch(setOther);
    return () => {
      stop();
      setOther('checking');
    };
  }, [claim, isAsked]);
  return other;
}
