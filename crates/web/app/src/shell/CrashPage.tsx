// What is left when a page breaks in a way nobody foresaw.
import { Button } from '../ui/Button';
import { NarrowPage } from '../ui/NarrowPage';
import styles from './Shell.module.css';
import { usePageTitle } from './usePageTitle';

export function CrashPage() {
  usePageTitle('This page has broken');
  return (
    <main className={styles.main}>
      <NarrowPage
        title="This page has broken"
        intro="That is our fault. Loading it again usually helps; a broadcast that is running can be resumed."
      >
        <div>
          <Button onClick={() => window.location.reload()}>Load again</Button>
        </div>
      </NarrowPage>
    </main>
  );
}
