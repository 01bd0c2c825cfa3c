// A link to a watch page. The page's chunk is prefetched on hover and focus.
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
  // A failure is reported when the page is opened.
  import('./WatchPage').catch(() => undefined);
}
