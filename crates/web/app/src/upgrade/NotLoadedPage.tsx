// Stands where a part of the page should be that the server didn't give.
import { useEffect, useState } from 'react';
import { usePageTitle } from '../shell/usePageTitle';
import { Button } from '../ui/Button';
import { NarrowPage } from '../ui/NarrowPage';
import { Waiting } from '../ui/Waiting';
import { isServerThere, mayReload } from './reload';

type Cause = 'unknown' | 'outage' | 'upgrade';

const WORDS = {
  outage: {
    title: 'Onair can’t be reached',
    intro: 'This page could not be loaded. Check your connection, then reload it.',
  },
  upgrade: {
    title: 'Part of this page is missing',
    intro: 'Onair was probably updated while this page was open. Reload the page. If that doesn’t help, wait a minute: the update may still be in progress.',
  },
};

export function NotLoadedPage() {
  const [cause, setCause] = useState<Cause>('unknown');
  useEffect(() => {
    const abort = new AbortController();
    const find = async () => {
      const isThere = await isServerThere(abort.signal);
      if (abort.signal.aborted) return;
      if (isThere && mayReload()) window.location.reload();
      else setCause(isThere ? 'upgrade' : 'outage');
    };
    void find();
    return () => abort.abort();
  }, []);
  return cause === 'unknown' ? <Waiting>Loading…</Waiting> : <Missing {...WORDS[cause]} />;
}

function Missing({ title, intro }: { title: string; intro: string }) {
  usePageTitle(title);
  return (
    <NarrowPage title={title} intro={intro}>
      <div>
        <Button onClick={() => window.location.reload()}>Reload page</Button>
      </div>
    </NarrowPage>
  );
}
