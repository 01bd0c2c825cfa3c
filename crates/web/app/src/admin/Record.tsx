// What admins did: who, what, to whom, when, why. It tells ids, because it outlives names.
import type { AuditEntry } from '../api/types';
import { GrowingItems } from '../ui/GrowingItems';
import { Moment } from '../ui/Moment';
import { Name } from '../ui/Name';
import { usePagedList } from '../ui/usePagedList';
import styles from './Admin.module.css';
import { auditQuery } from './api';
import { DONE } from './words';

export function Record() {
  const list = usePagedList(auditQuery, { idOf });
  return (
    <GrowingItems list={list} idOf={idOf} label="Audit log" waiting="Loading…" empty={<p className={styles.quiet}>No entries yet.</p>}>
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
