// The account menu of the signed-in user.
import { useEffect, useId, useRef, useState } from 'react';
import { Link, useLocation } from 'react-router';
import type { Me } from '../api/types';
import { initialOf } from '../ui/Avatar';
import { BasicIcon } from '../ui/BasicIcon';
import { Name } from '../ui/Name';
import styles from './AccountMenu.module.css';
import { LanguageSelect } from './LanguageSelect';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { shell } from '../i18n/en/shell';

export function AccountMenu({ me, onSignOut }: { me: Me; onSignOut: () => void }) {
  const t = useT();
  const { key } = useLocation();
  // Navigation closes it.
  const [openLocationKey, setOpenLocationKey] = useState<string | null>(null);
  const isOpen = openLocationKey === key;
  const id = useId();
  const account = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!isOpen) return undefined;
    const onPointerDown = ({ target }: PointerEvent) => {
      if (!account.current?.contains(target as Node)) setOpenLocationKey(null);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      setOpenLocationKey(null);
      button.current?.focus();
    };
    document.addEventListener('pointerdown', onPointerDown);
    document.addEventListener('keydown', onKeyDown);
    return () => {
      document.removeEventListener('pointerdown', onPointerDown);
      document.removeEventListener('keydown', onKeyDown);
    };
  }, [isOpen]);

  return (
    <div ref={account} className={styles.account}>
      <button
        ref={button}
        type="button"
        className={styles.me}
        aria-expanded={isOpen}
        aria-controls={id}
        title={me.username}
        onClick={() => setOpenLocationKey(isOpen ? null : key)}
      >
        <span className={styles.initial} aria-hidden="true">
          {initialOf(me.username)}
        </span>
        <span className="visually-hidden">{t(shell.signedInAs)} </span>
        <Name className={styles.username}>{me.username}</Name>
        <BasicIcon name="chevron" size={16} />
      </button>
      <nav id={id} hidden={!isOpen} className={styles.menu} aria-label={t(shell.accountMenu)}>
        <Link to={`/user/${encodeURIComponent(me.username)}/following`}>{t(shell.peopleYouFollow)}</Link>
        <Link to="/blocked">{t(shell.peopleYouBlocked)}</Link>
        {me.applicationStatus !== 'APPROVED' && <Link to="/apply">{t(common.becomeCreator)}</Link>}
        {me.roles.includes('admin') && <Link to="/admin">{t(shell.administration)}</Link>}
        <LanguageSelect />
        {/* Wider headers have a button for it. */}
        <button type="button" className={styles.signOut} onClick={onSignOut}>
          {t(common.signOut)}
        </button>
      </nav>
    </div>
  );
}
