// What is left when a page breaks in a way nobody foresaw.
import { useRouteError } from 'react-router';
import { LoadError } from '../upgrade/load';
import { NotLoadedPage } from '../upgrade/NotLoadedPage';
import { Button } from '../ui/Button';
import { NarrowPage } from '../ui/NarrowPage';
import styles from './Shell.module.css';
import { usePageTitle } from './usePageTitle';

export function CrashPage() {
  const error = useRouteError();
  return <main className={styles.main}>{error instanceof LoadError ? <NotLoadedPage /> : <BrokenPage />}</main>;
}

function BrokenPage() {
  usePageTitle('This page has broken');
  return (
    <NarrowPage
      title="This page has broken"
      intro="That is our fault. Loading it again usually helps; a broadcast that is running can be resumed."
    >
      <div>
        <Button onClick={() => window.location.reload()}>Load again</Button>
      </div>
    </NarrowPage>
  );
}
