// The root error boundary.
import { useRouteError } from 'react-router';
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
  usePageTitle('Something went wrong');
  return (
    <NarrowPage
      title="Something went wrong"
      intro="This is an error in Onair. Reloading the page usually helps. You can resume a running broadcast."
    >
      <div>
        <Button onClick={() => window.location.reload()}>Reload page</Button>
      </div>
    </NarrowPage>
  );
}
