// The audit log: who did what to whom, when and why. It shows ids, because names can change.
import type { AuditEntry } from '../api/types';
import { PagedItems } from '../ui/PagedItems';
import { DateTime } from '../ui/DateTime';
import { Name } from '../ui/Name';
import { usePagedList } from '../ui/usePagedList';
import styles from './Admin.module.css';
import { auditQuery } from './api';
import { useT } from '../i18n/current';
import { Trans } from '../i18n/Trans';
import { admin } from '../i18n/en/admin';
import { common } from '../i18n/en/common';
import { AUDIT_TEXTS } from './labels';

export function AuditLog() {
  const t = useT();
  const list = usePagedList(auditQuery, { idOf });
  return (
    <PagedItems list={list} idOf={idOf} label={t(admin.auditLog)} loadingText={t(common.loading)} empty={<p className={styles.quiet}>{t(admin.noEntries)}</p>}>
      {(entry) => (
        <article className={styles.row}>
          <div className={styles.text}>
            <p>
              <Trans
                message={AUDIT_TEXTS[entry.action]}
                values={{ actor: <Name className={styles.name}>{entry.actorId}</Name>, target: <Name className={styles.name}>{entry.targetId}</Name> }}
              />
            </p>
            {entry.reason && <p className={styles.reason} dir="auto">{entry.reason}</p>}
          </div>
          <p className={styles.meta}>
            <DateTime at={entry.at} />
          </p>
        </article>
      )}
    </PagedItems>
  );
}

function idOf({ id }: AuditEntry): string {
  return id;
}
