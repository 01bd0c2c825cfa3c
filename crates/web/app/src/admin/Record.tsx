// What admins did: who, what, to whom, when, why. It tells ids, because it outlives names.
import type { AuditEntry } from '../api/types';
import { GrowingItems } from '../ui/GrowingItems';
import { Moment } from '../ui/Moment';
import { Name } from '../ui/Name';
import { useGrowingList } from '../ui/useGrowingList';
import styles from './Admin.module.css';
import { loadAudit } from './api';
import { DONE } from './words';

const REFRESH_MS = 15_000;

export function Record() {
  const list = useGrowingList({ load: loadAudit, idOf, everyMs: REFRESH_MS });
  return (
    <GrowingItems list={list} idOf={idOf} label="Record" waiting="Looking…" empty={<p className={styles.quiet}>Nothing was done yet.</p>}>
      {(entry) => (
        <article className={styles.row}>
          <div className={styles.words}>
            <p>
              <Name className={styles.name}>{entry.actorId}</Name> {DONE[entry.action]} <Name className={styles.name}>{entry.targetId}</Name>
            </p>
            {entry.reason && <p className={styles.reason} dir="auto">{entry.reason}</p>}
          </div>
          <p className={styles.meta}>
            <Moment at={entry.at} />
          </p>
        </article>
      )}
    </GrowingItems>
  );
}

function idOf({ id }: AuditEntry): string {
  return id;
}
