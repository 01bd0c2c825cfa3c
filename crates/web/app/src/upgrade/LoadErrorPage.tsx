// Shown when a chunk of the app can't be loaded.
import { useEffect, useState } from 'react';
import { usePageTitle } from '../shell/usePageTitle';
import { Button } from '../ui/Button';
import { NarrowPage } from '../ui/NarrowPage';
import { Loading } from '../ui/Loading';
import { isServerReachable, canReload } from './reload';

type Cause = 'unknown' | 'outage' | 'upgrade';

const TEXTS = {
  outage: {
    title: 'Onair can’t be reached',
    intro: 'This page could not be loaded. Check your connection, then reload it.',
  },
  upgrade: {
    title: 'Part of this page is missing',
    intro: 'Onair was probably updated while this page was open. Reload the page. If that doesn’t help, wait a minute: the update may still be in progress.',
  },
};

export function LoadErrorPage() {
  const [cause, setCause] = useState<Cause>('unknown');
  useEffect(() => {
    const abort = new AbortController();
    const findCause = async () => {
      const isReachable = await isServerReachable(abort.signal);
      if (abort.signal.aborted) return;
      if (isReachable && canReload()) window.location.reload();
      else setCause(isReachable ? 'upgrade' : 'outage');
    };
    void findCause();
    return () => abort.abort();
  }, []);
  return cause === 'unknown' ? <Loading>Loading…</Loading> : <ErrorText {...TEXTS[cause]} />;
}

function ErrorText({ title, intro }: { title: string; intro: string }) {
  usePageTitle(title);
  return (
    <NarrowPage title={title} intro={intro}>
      <div>
        <Button onClick={() => window.location.reload()}>Reload page</Button>
      </div>
    </NarrowPage>
  );
}
