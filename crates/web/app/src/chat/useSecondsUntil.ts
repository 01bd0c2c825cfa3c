// Counts the whole seconds until a time; 0 when it has passed.
import { useEffect, useState } from 'react';

export function useSecondsUntil(moment: number): number {
  const [count, setCount] = useState({ moment, left: 0 });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const update = () => {
      const leftMs = Math.max(0, moment - Date.now());
      const left = Math.ceil(leftMs / 1_000);
      setCount({ moment, left });
      if (left > 0) timer = setTimeout(update, leftMs - (left - 1) * 1_000 || 1_000);
    };
    timer = setTimeout(update, 0);
    return () => clearTimeout(timer);
  }, [moment]);
  // Before the first update, a given time counts as not reached.
  if (count.moment !== moment) return moment === 0 ? 0 : 1;
  return count.left;
}
