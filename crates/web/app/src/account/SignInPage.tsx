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
import { useT } from '../i18n/current';
import { Trans } from '../i18n/Trans';
import { account } from '../i18n/en/account';
import { common } from '../i18n/en/common';
import { ProviderSignIn } from './ProviderSignIn';
import { safeRedirect } from './redirect';
import styles from './SignInPage.module.css';

const DEMO_USERS = [
  { username: 'ada', role: account.roleCreator },
  { username: 'ben', role: account.roleCreator },
  { username: 'cleo', role: account.rolePending },
  { username: 'vera', role: account.roleViewer },
  { username: 'victor', role: account.roleViewer },
  { username: 'admin', role: account.roleAdmin },
];

export function SignInPage() {
  const t = useT();
  usePageTitle(t(account.signIn));
  const { config, isExpired } = useAccount();
  return (
    <NarrowPage title={t(account.signIn)}>
      {isExpired && (
        <Notice title={t(account.signedOut)}>
          <p>{t(account.signInExpired)}</p>
        </Notice>
      )}
      {!config && <Loading>{t(common.loading)}</Loading>}
      {config?.authMode === 'dev' && <DevelopmentSignIn />}
      {config?.authMode === 'oidc' && <ProviderSignIn config={config} />}
      {config?.authMode === 'secret' && (
        <Notice title={t(account.noSignIn)}>
          <p>{t(account.noSignInText)}</p>
        </Notice>
      )}
    </NarrowPage>
  );
}

function DevelopmentSignIn() {
  const t = useT();
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
        <Trans message={account.developmentLogin} tags={{ strong: <strong /> }} />
      </div>
      <form className={styles.form} onSubmit={onSubmit} noValidate>
        <Field
          label={t(account.username)}
          name="username"
          value={username}
          onValueChange={setUsername}
          problem={problem}
          hint={t(account.usernameHint)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
        />
        <Button type="submit" isBusy={isBusy}>
          {t(common.signIn)}
        </Button>
      </form>
      <section aria-labelledby="demo-users" className={styles.demo}>
        <h2 id="demo-users">{t(account.demoUser)}</h2>
        <ul>
          {DEMO_USERS.map(({ username: name, role }) => (
            <li key={name}>
              <button type="button" onClick={() => void signInAs(name)} disabled={isBusy}>
                <span className={styles.name}>{name}</span>
                <span className={styles.role}>{t(role)}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
