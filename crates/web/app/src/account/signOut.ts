// Signing out: in all tabs of this browser, and at the identity provider.
import type { Config } from '../api/types';
import { logError } from '../errors/logError';
import { loadChunk } from '../upgrade/loadChunk';
import { currentSession, setSessionEnd, type ProviderSession } from './providerSession';
import { clearToken } from './token';

export function signOutOf(config: Config | null): void {
  const session = currentSession();
  clearToken();
  if (session && config?.authMode === 'oidc') void signOutAtProvider(config, session);
}

async function signOutAtProvider(config: Config, session: ProviderSession): Promise<void> {
  try {
    const { signOutUrl } = await loadChunk(() => import('./identityProvider'));
    const url = await signOutUrl(config, session);
    if (url !== null) {
      window.location.assign(url);
      return;
    }
  } catch (error) {
    logError('Signing out at the identity provider', error);
  }
  setSessionEnd({ kind: 'signed-out-here' });
}
