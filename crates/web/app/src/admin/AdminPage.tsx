// The admin area: applications, live streams, users and the audit log.
import { NavLink, Outlet } from 'react-router';
import { useAccount } from '../account/AccountProvider';
import { SignInRequired } from '../account/SignInRequired';
import { usePageTitle } from '../shell/usePageTitle';
import { ButtonLink } from '../ui/ButtonLink';
import { NarrowPage } from '../ui/NarrowPage';
import { Notice } from '../ui/Notice';
import { Tabs } from '../ui/Tabs';
import { PageLoading } from '../ui/Loading';
import styles from './Admin.module.css';
import { useT } from '../i18n/current';
import { admin } from '../i18n/en/admin';
import { common } from '../i18n/en/common';

export function AdminPage() {
  const t = useT();
  usePageTitle(t(admin.title));
  const { status, me } = useAccount();
  if (status === 'unknown') return <PageLoading />;
  if (!me) {
    return (
      <NarrowPage title={t(admin.title)}>
        <SignInRequired title={t(admin.signIn)}>{t(admin.forAdminsText)}</SignInRequired>
      </NarrowPage>
    );
  }
  if (!me.roles.includes('admin')) {
    return (
      <NarrowPage title={t(admin.title)}>
        <Notice title={t(admin.forAdmins)}>
          <p>{t(admin.notAdmin)}</p>
          <ButtonLink variant="secondary" to="/">
            {t(common.browseStreams)}
          </ButtonLink>
        </Notice>
      </NarrowPage>
    );
  }
  return (
    <div className={styles.page}>
      <h1>{t(admin.title)}</h1>
      <Tabs label={t(admin.title)}>
        <NavLink to="/admin" end>
          {t(admin.applications)}
        </NavLink>
        <NavLink to="/admin/streams">{t(admin.liveStreams)}</NavLink>
        <NavLink to="/admin/users">{t(admin.users)}</NavLink>
        <NavLink to="/admin/audit-log">{t(admin.auditLog)}</NavLink>
      </Tabs>
      <Outlet />
    </div>
  );
}
