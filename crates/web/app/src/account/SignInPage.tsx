// The sign-in: at the identity provider, or the development login without passwords.
import { useState, type FormEvent } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { unwrap, api } from '../api/client';
import { usePageTitle } from '../shell/usePageTitle';
import { Button } from '../ui/Button';
import { Field } from '../ui/Field';
import { errorMessage } from '../ui/errorMessage';
import { NarrowPage } from '../ui/NarrowPage';
import { Notice } from '../ui/Notice';
import { Loading } from '../ui/Loading';
import { useAccount } from './AccountProvider';
import { ProviderSignIn } from './ProviderSignIn';
import { safeRedirect } from './redirect';
import styles from './SignInPage.module.css';

const DEMO_USERS = [
  { username: 'ada', role: 'creator' },
  { username: 'ben', role: 'creator' },
  { username: 'cleo', role: 'application pending' },
  { username: 'vera', role: 'viewer' },
  { username: 'victor', role: 'viewer' },
  { username: 'admin', role: 'admin' },
];

export function SignInPage() {
  usePageTitle('Sign in');
  const { config, isExpired } = useAccount();
  return (
    <NarrowPage title="Sign in">
      {isExpired && (
        <Notice title="You have been signed out">
          <p>Your sign-in has expired. Sign in again to continue.</p>
        </Notice>
      )}
      {!config && <Loading>Loading…</Loading>}
      {config?.authMode === 'dev' && <DevelopmentSignIn />}
      {config?.authMode === 'oidc' && <ProviderSignIn config={config} />}
      {config?.authMode === 'secret' && (
        <Notice title="You can’t sign in on this page">
          <p>This installation has no sign-in of its own. You can still watch streams that are open to guests.</p>
        </Notice>
      )}
    </NarrowPage>
  );
}

function DevelopmentSignIn() {
  const { signIn } = useAccount();
  const navigate = useNavigate();
  const [query] = useSearchParams();
  const [username, setUsername] = useState('');
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  const signInAs = async (name: string) => {
    setIsBusy(true);
    setProblem(undefined);
    try {
      const { data } = await unwrap(api.POST('/api/dev/login', { body: { username: name } }));
      signIn(data.token);
      await navigate(safeRedirect(query.get('next')), { replace: true });
    } catch (error) {
      setProblem(errorMessage(error));
    } finally {
      setIsBusy(false);
    }
  };

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void signInAs(username);
  };

  return (
    <>
      <div className={styles.warning} role="note">
        <strong>Development login.</strong> There are no passwords: anyone can sign in as anyone. Never enable it in
        production.
      </div>
      <form className={styles.form} onSubmit={onSubmit} noValidate>
        <Field
          label="Username"
          name="username"
          value={username}
          onValueChange={setUsername}
          problem={problem}
          hint="A new username creates a new viewer."
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
        <Button type="submit" isBusy={isBusy}>
          Sign in
        </Button>
      </form>
      <section aria-labelledby="demo-users" className={styles.demo}>
        <h2 id="demo-users">Or sign in as a demo user</h2>
        <ul>
          {DEMO_USERS.map(({ username: name, role }) => (
            <li key={name}>
              <button type="button" onClick={() => void signInAs(name)} disabled={isBusy}>
                <span className={styles.name}>{name}</span>
                <span className={styles.role}>{role}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
