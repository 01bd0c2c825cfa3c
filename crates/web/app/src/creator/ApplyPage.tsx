// The creator application: form, status and decision.
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useAccount } from '../account/AccountProvider';
import { SignInRequired } from '../account/SignInRequired';
import { unwrap, api } from '../api/client';
import { LIMITS } from '../api/limits';
import { queryKeys } from '../api/queryKeys';
import { refetchNow, pollEvery, queryError } from '../api/queryClient';
import { isApiError } from '../api/apiError';
import type { CreatorApplication } from '../api/types';
import { useApiMutation } from '../api/useApiMutation';
import { usePageTitle } from '../shell/usePageTitle';
import { Button } from '../ui/Button';
import { ButtonLink } from '../ui/ButtonLink';
import { validateLength } from '../ui/characters';
import { Field } from '../ui/Field';
import { focusFirstInvalid } from '../ui/focusFirstInvalid';
import { errorMessage } from '../ui/errorMessage';
import { DateTime } from '../ui/DateTime';
import { NarrowPage } from '../ui/NarrowPage';
import { Notice } from '../ui/Notice';
import { PageLoading } from '../ui/Loading';
import styles from './ApplyPage.module.css';
import { applicationText } from './applicationText';
import { common } from '../i18n/en/common';
import { useT } from '../i18n/current';
import { creator } from '../i18n/en/creator';

const ABOUT_LIMIT = LIMITS.about;
/** Picks up a decision within seconds while the page is open. */
const REFETCH_INTERVAL_MS = 5_000;

export function ApplyPage() {
  const t = useT();
  usePageTitle(t(creator.title));
  const { status, me } = useAccount();
  if (status === 'unknown') return <PageLoading />;
  if (me) return <Application key={me.id} />;
  return (
    <NarrowPage title={t(creator.title)}>
      <SignInRequired title={t(creator.signIn)}>{t(creator.signInText)}</SignInRequired>
    </NarrowPage>
  );
}

const applicationQuery = queryOptions({
  queryKey: queryKeys.ownApplication,
  queryFn: async ({ signal }) => (await unwrap(api.GET('/api/creator/application', { signal }))).data,
  refetchInterval: pollEvery(REFETCH_INTERVAL_MS),
});

function Application() {
  const t = useT();
  const { me, refresh: refreshAccount } = useAccount();
  const client = useQueryClient();
  const result = useQuery(applicationQuery);
  const { data: application } = result;
  const error = queryError(result);
  const isStatusChanged = application !== undefined && application.status !== me?.applicationStatus;
  // The account contains the application's status, so refetch it.
  useEffect(() => {
    if (isStatusChanged) refreshAccount();
  }, [isStatusChanged, refreshAccount]);

  if (!application) {
    return (
      <NarrowPage title={t(creator.title)}>
        {error !== null ? (
          <Notice tone="problem" title={t(common.cantLoad)}>
            <p>{errorMessage(error)}</p>
            <Button variant="secondary" onClick={() => refetchNow(client, queryKeys.ownApplication)}>
              {t(common.tryAgain)}
            </Button>
          </Notice>
        ) : (
          <PageLoading />
        )}
      </NarrowPage>
    );
  }
  const { title, text, action } = applicationText(application.status);
  return (
    <NarrowPage title={t(title)} intro={t(text)}>
      <Review application={application} />
      {action ? (
        <AboutForm key={application.status} application={application} action={t(action)} />
      ) : (
        <ButtonLink className={styles.studio} to="/studio">
          {t(common.openStudio)}
        </ButtonLink>
      )}
    </NarrowPage>
  );
}

/** The admin's reason. */
function Review({ application: { reason, reviewedAt } }: { application: CreatorApplication }) {
  if (!reason) return null;
  return (
    <blockquote className={styles.reason}>
      <p dir="auto">{reason}</p>
      {reviewedAt && (
        <footer>
          <DateTime at={reviewedAt} />
        </footer>
      )}
    </blockquote>
  );
}

interface FormProps {
  application: CreatorApplication;
  action: string;
}

function AboutForm({ application, action }: FormProps) {
  const t = useT();
  const form = useRef<HTMLFormElement>(null);
  const [about, setAbout] = useState(application.about ?? '');
  const [problem, setProblem] = useState<string>();
  const apply = useApiMutation({
    mutationFn: async (text: string) => (await unwrap(api.POST('/api/creator/application', { body: { about: text } }))).data,
    updates: [queryKeys.ownApplication],
    updateCache: (client, applied) => client.setQueryData(queryKeys.ownApplication, applied),
  });

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const lengthError = validateLength(t, about, ABOUT_LIMIT, creator.aboutMissing);
    setProblem(lengthError);
    if (lengthError) focusFirstInvalid(form.current);
    else {
      apply.mutate(about, {
        onError: (error) => {
          // An admin has decided meanwhile: the new status is being fetched.
          if (!isApiError(error, 'ALREADY_REVIEWED')) setProblem(errorMessage(error));
          focusFirstInvalid(form.current);
        },
      });
    }
  };
  return (
    <form ref={form} className={styles.form} onSubmit={onSubmit} noValidate>
      <Field
        multiline
        label={t(creator.about)}
        name="about"
        rows={8}
        value={about}
        onValueChange={setAbout}
        limit={ABOUT_LIMIT}
        problem={problem}
        hint={t(creator.aboutHint)}
      />
      <div className={styles.actions}>
        <Button type="submit" isBusy={apply.isPending}>
          {action}
        </Button>
        <p role="status" className={styles.saved}>
          {apply.isSuccess && !problem && t(creator.sent)}
        </p>
      </div>
    </form>
  );
}
