import { ButtonLink } from '../ui/ButtonLink';
import styles from './NotFoundPage.module.css';
import { usePageTitle } from './usePageTitle';

export function NotFoundPage() {
  usePageTitle('Not found');
  return (
    <div className={styles.page}>
      <p className={styles.code}>404</p>
      <h1>Nothing is on at this address</h1>
      <p className={styles.text}>The link may be mistyped, or what it led to is gone.</p>
      <ButtonLink to="/">See who is live</ButtonLink>
    </div>
  );
}
