// Who is signed in, and the pages that are theirs.
import { useEffect, useRef } from 'react';
import { Link, useLocation } from 'react-router';
import type { Me } from '../api/types';
import { initialOf } from '../ui/Avatar';
import { Icon } from '../ui/Icon';
import { Name } from '../ui/Name';
import styles from './AccountMenu.module.css';

const ID = 'account-menu';

export function AccountMenu({ me }: { me: Me }) {
  const menu = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useEffect(() => menu.current?.hidePopover(), [pathname]);
  return (
    <div className={styles.account}>
      <button type="button" className={styles.me} popoverTarget={ID} title={me.username}>
        <span className={styles.initial} aria-hidden="true">
          {initialOf(me.username)}
        </span>
        <span className="visually-hidden">Your pages, signed in as </span>
        <Name className={styles.username}>{me.username}</Name>
        <Icon name="chevron" size={16} />
      </button>
      {/* The browser closes it on Escape and on a click elsewhere. */}
      <nav id={ID} ref={menu} popover="auto" className={styles.menu} aria-label="Your pages">
        <Link to={`/user/${encodeURIComponent(me.username)}/following`}>Whom you follow</Link>
        <Link to="/blocked">People you blocked</Link>
        {me.applicationStatus !== 'APPROVED' && <Link to="/apply">Become a creator</Link>}
        {me.roles.includes('admin') && <Link to="/admin">Administration</Link>}
      </nav>
    </div>
  );
}
