// The users that the signed-in user has blocked.
import { useAccount } from '../account/AccountProvider';
import { SignInRequired } from '../account/SignInRequired';
import { queryKeys } from '../api/queryKeys';
import type { RelatedUser } from '../api/types';
import { useApiMutation } from '../api/useApiMutation';
import { usePageTitle } from '../shell/usePageTitle';
import { Button } from '../ui/Button';
import { PagedItems } from '../ui/PagedItems';
import { errorMessage } from '../ui/errorMessage';
import { Name } from '../ui/Name';
import { displayName } from '../ui/displayName';
import { NarrowPage } from '../ui/NarrowPage';
import { usePagedList } from '../ui/usePagedList';
import { Loading } from '../ui/Loading';
import { blockedQuery, idOfUser, unblock } from './api';
import { useT } from '../i18n/current';
import { common } from '../i18n/en/common';
import { social } from '../i18n/en/social';
import styles from './People.module.css';
import { Person } from './Person';

export function BlockedPage() {
  const t = useT();
  usePageTitle(t(social.blockedTitle));
  const { status, me } = useAccount();
  return (
    <NarrowPage
      title={t(social.blockedTitle)}
      intro={t(social.blockedIntro)}
    >
      {status === 'unknown' ? (
        <Loading>{t(common.loading)}</Loading>
      ) : me ? (
        <Blocked key={me.id} />
      ) : (
        <SignInRequired title={t(social.blockedSignIn)}>{t(social.blockedSignInText)}</SignInRequired>
      )}
    </NarrowPage>
  );
}

function Blocked() {
  const t = useT();
  const list = usePagedList(blockedQuery, { idOf: idOfUser, isStable: false });
  return (
    <PagedItems
      list={list}
      idOf={idOfUser}
      label={t(social.blocked)}
      loadingText={t(common.loading)}
      empty={<p className={styles.quiet}>{t(social.nobodyBlocked)}</p>}
    >
      {(person) => (
        <Person person={person}>
          <Unblock person={person} />
        </Person>
      )}
    </PagedItems>
  );
}

function Unblock({ person }: { person: RelatedUser }) {
  const t = useT();
  const unblockMutation = useApiMutation({ mutationFn: () => unblock(person.id), invalidates: [queryKeys.blocked, queryKeys.streams] });
  return (
    <>
      <Button variant="secondary" isBusy={unblockMutation.isPending} onClick={() => unblockMutation.mutate()}>
        {t(social.unblock)}
        <span className="visually-hidden">
          {' '}
          <Name>{displayName(person)}</Name>
        </span>
      </Button>
      {unblockMutation.error && (
        <p role="alert" className={styles.problem}>
          {errorMessage(unblockMutation.error)}
        </p>
      )}
    </>
  );
}
