// What is left when a page breaks in a way nobody foresaw.
import { Button } from '../ui/Button';
import { Notice } from '../ui/Notice';

export function CrashPage() {
  return (
    <div style={{ padding: 'var(--space-5)' }}>
      <Notice tone="problem" title="This page has broken">
        <p>That is our fault. Loading it again usually helps; a broadcast that is running can be resumed.</p>
        <Button onClick={() => window.location.reload()}>Load again</Button>
      </Notice>
    </div>
  );
}
