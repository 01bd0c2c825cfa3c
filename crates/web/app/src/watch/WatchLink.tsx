// A link to somebody's watch page, which is loaded as soon as somebody points at it.
import type { ReactNode } from 'react';
import { Link } from 'react-router';

export function WatchLink({ username, children }: { username: string; children: ReactNode }) {
  return (
    <Link to={`/watch/${encodeURIComponent(username)}`} onPointerEnter={prefetch} onFocus={prefetch}>
      {children}
    </Link>
  );
}

function prefetch(): void {
  // Whether it can be loaded shows when it is needed.
  import('./WatchPage').catch(() => undefined);
}
