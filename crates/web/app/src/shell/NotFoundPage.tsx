import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { notFound } from '../i18n/en/notFound';
import { ButtonLink } from '../ui/ButtonLink';
import styles from './NotFoundPage.module.css';
import { usePageTitle } from './usePageTitle';

export function NotFoundPage() {
  const t = useT();
  usePageTitle(t(notFound.title));
  return (
    <div className={styles.page}>
      <p className={styles.code}>404</p>
      <h1>{t(notFound.heading)}</h1>
      <p className={styles.text}>{t(notFound.text)}</p>
      <ButtonLink to="/">{t(common.browseStreams)}</ButtonLink>
    </div>
  );
}
