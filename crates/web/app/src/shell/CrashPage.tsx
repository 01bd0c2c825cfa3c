// The root error boundary.
import { useRouteError } from 'react-router';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { shell } from '../i18n/en/shell';
import { LoadError } from '../upgrade/loadChunk';
import { LoadErrorPage } from '../upgrade/LoadErrorPage';
import { Button } from '../ui/Button';
import { NarrowPage } from '../ui/NarrowPage';
import styles from './Shell.module.css';
import { usePageTitle } from './usePageTitle';

export function CrashPage() {
  const error = useRouteError();
  return <main className={styles.main}>{error instanceof LoadError ? <LoadErrorPage /> : <BrokenPage />}</main>;
}

function BrokenPage() {
  const t = useT();
  usePageTitle(t(shell.broken));
  return (
    <NarrowPage
      title={t(shell.broken)}
      intro={t(shell.brokenIntro)}
    >
      <div>
        <Button onClick={() => window.location.reload()}>{t(common.reloadPage)}</Button>
      </div>
    </NarrowPage>
  );
}
