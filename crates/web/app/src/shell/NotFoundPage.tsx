import { ButtonLink } from '../ui/ButtonLink';
import styles from './NotFoundPage.module.css';
import { usePageTitle } from './usePageTitle';

export function NotFoundPage() {
  usePageTitle('Not found');
  return (
    <div className={styles.page}>
      <p className={styles.code}>404</p>
      <h1>Page not found</h1>
      <p className={styles.text}>The link may be wrong, or the page no longer exists.</p>
      <ButtonLink to="/">Browse live streams</ButtonLink>
    </div>
  );
}
