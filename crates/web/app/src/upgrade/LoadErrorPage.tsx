// Shown when a chunk of the app can't be loaded.
import { useEffect, useState } from 'react';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { shell } from '../i18n/en/shell';
import { usePageTitle } from '../shell/usePageTitle';
import { Button } from '../ui/Button';
import { NarrowPage } from '../ui/NarrowPage';
import { Loading } from '../ui/Loading';
import { isServerReachable, canReload } from './reload';

type Cause = 'unknown' | 'outage' | 'upgrade';

const TEXTS = {
  outage: {
    title: shell.outage,
    intro: shell.outageIntro,
  },
  upgrade: {
    title: shell.upgrade,
    intro: shell.upgradeIntro,
  },
};

export function LoadErrorPage() {
  const t = useT();
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
  return cause === 'unknown' ? <Loading>{t(common.loading)}</Loading> : <ErrorText title={t(TEXTS[cause].title)} intro={t(TEXTS[cause].intro)} />;
}

function ErrorText({ title, intro }: { title: string; intro: string }) {
  const t = useT();
  usePageTitle(title);
  return (
    <NarrowPage title={title} intro={intro}>
      <div>
        <Button onClick={() => window.location.reload()}>{t(common.reloadPage)}</Button>
      </div>
    </NarrowPage>
  );
}
