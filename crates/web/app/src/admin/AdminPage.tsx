// The admin area: applications, live streams, users and the audit log.
import { NavLink, Outlet } from 'react-router';
import { useAccount } from '../account/AccountProvider';
import { SignInRequired } from '../account/SignInRequired';
import { usePageTitle } from '../shell/usePageTitle';
import { ButtonLink } from '../ui/ButtonLink';
import { NarrowPage } from '../ui/NarrowPage';
import { Notice } from '../ui/Notice';
import { Tabs } from '../ui/Tabs';
import { Loading } from '../ui/Loading';
import styles from './Admin.module.css';

export function AdminPage() {
  usePageTitle('Administration');
  const { status, me } = useAccount();
  if (status === 'unknown') return <Loading>Loading…</Loading>;
  if (!me) {
    return (
      <NarrowPage title="Administration">
        <SignInRequired title="Sign in to continue">This page is for admins.</SignInRequired>
      </NarrowPage>
    );
  }
  if (!me.roles.includes('admin')) {
    return (
      <NarrowPage title="Administration">
        <Notice title="This page is for admins">
          <p>Your account isn’t one. If it should be, ask the people who run this site.</p>
          <ButtonLink variant="secondary" to="/">
            Browse live streams
          </ButtonLink>
        </Notice>
      </NarrowPage>
    );
  }
  return (
    <div className={styles.page}>
      <h1>Administration</h1>
      <Tabs label="Administration">
        <NavLink to="/admin" end>
          Applications
        </NavLink>
        <NavLink to="/admin/streams">Live streams</NavLink>
        <NavLink to="/admin/users">Users</NavLink>
        <NavLink to="/admin/audit-log">Audit log</NavLink>
      </Tabs>
      <Outlet />
    </div>
  );
}
