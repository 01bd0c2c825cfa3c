// The audit log: who did what to whom, when and why. It shows ids, because names can change.
import type { AuditEntry } from '../api/types';
import { GrowingItems } from '../ui/GrowingItems';
import { Moment } from '../ui/Moment';
import { Name } from '../ui/Name';
import { usePagedList } from '../ui/usePagedList';
import styles from './Admin.module.css';
import { auditQuery } from './api';
import { AUDIT_TEXTS } from './labels';

export function AuditLog() {
  const list = usePagedList(auditQuery, { idOf });
  return (
    <GrowingItems list={list} idOf={idOf} label="Audit log" waiting="Loading…" empty={<p className={styles.quiet}>No entries yet.</p>}>
      {(entry) => (
        <article className={styles.row}>
          <div className={styles.words}>
            <p>
              <Name className={styles.name}>{entry.actorId}</Name> {AUDIT_TEXTS[entry.action]} <Name className={styles.name}>{entry.targetId}</Name>
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
