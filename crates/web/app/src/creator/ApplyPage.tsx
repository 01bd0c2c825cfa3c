// Becoming a creator: asking, waiting, and what came of it.
import { useCallback, useEffect, useRef, useState, type FormEvent } from 'react';
import { useAccount } from '../account/AccountProvider';
import { SignInFirst } from '../account/SignInFirst';
import { answer, api } from '../api/client';
import { isRefusal } from '../api/refusal';
import type { CreatorApplication } from '../api/types';
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
import { usePolling } from '../ui/usePolling';
import { Waiting } from '../ui/Waiting';
import styles from './ApplyPage.module.css';
import { wordsFor } from './words';

const ABOUT_LIMIT = 2000;
/** An answer that comes while somebody waits on the page is there within some seconds. */
const REFRESH_MS = 5_000;

export function ApplyPage() {
  usePageTitle('Become a creator');
  const { status, me } = useAccount();
  if (status === 'unknown') return <Waiting>Opening…</Waiting>;
  if (me) return <Application key={me.id} />;
  return (
    <NarrowPage title="Become a creator">
      <SignInFirst title="Sign in to apply">An application belongs to an account: so you can read here what came of it.</SignInFirst>
    </NarrowPage>
  );
}

function Application() {
  const { refresh: refreshAccount } = useAccount();
  const load = useCallback(async (signal: AbortSignal) => (await answer(api.GET('/api/creator/application', { signal }))).data, []);
  const { data: application, error, put, refresh } = usePolling(load, REFRESH_MS);
  const status = application?.status;
  // The rest of the page goes by the account.
  useEffect(() => {
    if (status) refreshAccount();
  }, [status, refreshAccount]);

  if (!application) {
    return (
      <NarrowPage title="Become a creator">
        {error ? (
          <Notice tone="problem" title="This can’t be loaded right now">
            <p>{messageOf(error)}</p>
            <Button variant="secondary" onClick={refresh}>
              Try again
            </Button>
          </Notice>
        ) : (
          <Waiting>Looking at your application…</Waiting>
        )}
      </NarrowPage>
    );
  }
  const { title, text, action } = wordsFor(application.status);
  return (
    <NarrowPage title={title} intro={text}>
      <Review application={application} />
      {action ? (
        <AboutForm key={application.status} application={application} action={action} onApplied={put} onOutrun={refresh} />
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
  onApplied: (application: CreatorApplication) => void;
  /** An admin was faster. */
  onOutrun: () => void;
}

function AboutForm({ application, action, onApplied, onOutrun }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [about, setAbout] = useState(application.about ?? '');
  const [problem, setProblem] = useState<string>();
  const [isBusy, setIsBusy] = useState(false);
  const [isSaved, setIsSaved] = useState(false);

  const apply = async (event: FormEvent) => {
    event.preventDefault();
    const found = lengthProblem(about, ABOUT_LIMIT, 'A text');
    setProblem(found);
    setIsSaved(false);
    if (found) {
      focusFirstInvalid(form.current);
      return;
    }
    setIsBusy(true);
    try {
      const { data } = await answer(api.POST('/api/creator/application', { body: { about } }));
      setIsSaved(true);
      onApplied(data);
    } catch (error) {
      if (isRefusal(error, 'ALREADY_REVIEWED')) onOutrun();
      else setProblem(isRefusal(error) ? (error.details[0]?.message ?? error.message) : messageOf(error));
      focusFirstInvalid(form.current);
    } finally {
      setIsBusy(false);
    }
  };
  return (
    <form ref={form} className={styles.form} onSubmit={(event) => void apply(event)} noValidate>
      <Field
        multiline
        label="About you"
        name="about"
        rows={8}
        value={about}
        onValueChange={setAbout}
        limit={ABOUT_LIMIT}
        problem={problem}
        hint="Who you are, what you want to show, where people can see something of it."
      />
      <div className={styles.actions}>
        <Button type="submit" isBusy={isBusy}>
          {action}
        </Button>
        <p role="status" className={styles.saved}>
          {isSaved && 'Sent.'}
        </p>
      </div>
    </form>
  );
}
