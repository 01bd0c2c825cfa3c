// Becoming a creator: asking, waiting, and what came of it.
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { useAccount } from '../account/AccountProvider';
import { SignInFirst } from '../account/SignInFirst';
import { answer, api } from '../api/client';
import { keys } from '../api/keys';
import { askAgain, every, failureOf } from '../api/queryClient';
import { isRefusal } from '../api/refusal';
import type { CreatorApplication } from '../api/types';
import { useWrite } from '../api/useWrite';
import { usePageTitle } from '../shell/usePageTitle';
import { Button } from '../ui/Button';
import { ButtonLink } from '../ui/ButtonLink';
import { lengthProblem } from '../ui/characters';
import { Field } from '../ui/Field';
import { focusFirstInvalid } from '../ui/focusFirstInvalid';
import { messageOf } from '../ui/messageOf';
import { Moment } from '../ui/Moment';
import { NarrowPage } from '../ui/NarrowPage';
import { Notice } from '../ui/Notice';
import { Waiting } from '../ui/Waiting';
import styles from './ApplyPage.module.css';
import { wordsFor } from './words';

const ABOUT_LIMIT = 2000;
/** An answer that comes while somebody waits on the page is there within some seconds. */
const REFRESH_MS = 5_000;

export function ApplyPage() {
  usePageTitle('Become a creator');
  const { status, me } = useAccount();
  if (status === 'unknown') return <Waiting>Loading…</Waiting>;
  if (me) return <Application key={me.id} />;
  return (
    <NarrowPage title="Become a creator">
      <SignInFirst title="Sign in to apply">Your application is linked to your account, so you can see its status here.</SignInFirst>
    </NarrowPage>
  );
}

const applicationQuery = queryOptions({
  queryKey: keys.ownApplication,
  queryFn: async ({ signal }) => (await answer(api.GET('/api/creator/application', { signal }))).data,
  refetchInterval: every(REFRESH_MS),
});

function Application() {
  const { me, refresh: refreshAccount } = useAccount();
  const client = useQueryClient();
  const asked = useQuery(applicationQuery);
  const { data: application } = asked;
  const error = failureOf(asked);
  const isNews = application !== undefined && application.status !== me?.applicationStatus;
  // The rest of the page goes by the account.
  useEffect(() => {
    if (isNews) refreshAccount();
  }, [isNews, refreshAccount]);

  if (!application) {
    return (
      <NarrowPage title="Become a creator">
        {error !== null ? (
          <Notice tone="problem" title="This can’t be loaded right now">
            <p>{messageOf(error)}</p>
            <Button variant="secondary" onClick={() => askAgain(client, keys.ownApplication)}>
              Try again
            </Button>
          </Notice>
        ) : (
          <Waiting>Loading…</Waiting>
        )}
      </NarrowPage>
    );
  }
  const { title, text, action } = wordsFor(application.status);
  return (
    <NarrowPage title={title} intro={text}>
      <Review application={application} />
      {action ? (
        <AboutForm key={application.status} application={application} action={action} />
      ) : (
        <ButtonLink className={styles.studio} to="/studio">
          Open your studio
        </ButtonLink>
      )}
    </NarrowPage>
  );
}

/** What an admin said, where it is said why. */
function Review({ application: { reason, reviewedAt } }: { application: CreatorApplication }) {
  if (!reason) return null;
  return (
    <blockquote className={styles.reason}>
      <p dir="auto">{reason}</p>
      {reviewedAt && (
        <footer>
          <Moment at={reviewedAt} />
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
  const form = useRef<HTMLFormElement>(null);
  const [about, setAbout] = useState(application.about ?? '');
  const [problem, setProblem] = useState<string>();
  const apply = useWrite({
    write: async (text: string) => (await answer(api.POST('/api/creator/application', { body: { about: text } }))).data,
    replaces: [keys.ownApplication],
    keep: (client, applied) => client.setQueryData(keys.ownApplication, applied),
  });

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const found = lengthProblem(about, ABOUT_LIMIT, 'A text');
    setProblem(found);
    if (found) focusFirstInvalid(form.current);
    else {
      apply.mutate(about, {
        onError: (error) => {
          // An admin was faster: what they decided is being read.
          if (!isRefusal(error, 'ALREADY_REVIEWED')) setProblem(messageOf(error));
          focusFirstInvalid(form.current);
        },
      });
    }
  };
  return (
    <form ref={form} className={styles.form} onSubmit={onSubmit} noValidate>
      <Field
        multiline
        label="About you"
        name="about"
        rows={8}
        value={about}
        onValueChange={setAbout}
        limit={ABOUT_LIMIT}
        problem={problem}
        hint="Who you are, what you want to show, and where people can see examples."
      />
      <div className={styles.actions}>
        <Button type="submit" isBusy={apply.isPending}>
          {action}
        </Button>
        <p role="status" className={styles.saved}>
          {apply.isSuccess && !problem && 'Sent.'}
        </p>
      </div>
    </form>
  );
}
