// How many whole seconds are left until a moment, counted down; 0 once it has come.
import { useEffect, useState } from 'react';

export function useSecondsUntil(moment: number): number {
  const [count, setCount] = useState({ moment, left: 0 });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const leftMs = Math.max(0, moment - Date.now());
      const left = Math.ceil(leftMs / 1_000);
      setCount({ moment, left });
      if (left > 0) timer = setTimeout(look, leftMs - (left - 1) * 1_000 || 1_000);
    };
    timer = setTimeout(look, 0);
    return () => clearTimeout(timer);
  }, [moment]);
  // For the instant before it was looked at, a moment that was given is still to come.
  if (count.moment !== moment) return moment === 0 ? 0 : 1;
  return count.left;
}
