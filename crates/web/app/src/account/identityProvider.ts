// Sign-in at an OpenID Connect provider: authorization code with PKCE (RFC 7636) and state. Loaded only when a page
// signs in, renews or signs out.
import { ErrorResponse, OidcClient, type SigninResponse, type StateStore } from 'oidc-client-ts';
import type { Config } from '../api/types';
import { logError } from '../errors/logError';
import { tabStore } from '../storage/storage';
import type { ProviderSession, Tokens } from './providerSession';
import { CALLBACK_PATH } from './redirect';

/** The part of the access token's lifetime after which it is renewed. */
const RENEW_AFTER = 0.75;

/** RFC 6749 recommends that providers tell the lifetime. */
const DEFAULT_LIFETIME_SECONDS = 300;

/** Limits the requests if a provider issues tokens that are about to expire. */
const MIN_RENEWAL_INTERVAL_MS = 5_000;

const TIMEOUT_SECONDS = 10;

const STATE_KEY = 'onair.sign-in';

/** Keeps the state of the last sign-in that this tab has started, while the browser is at the provider. */
const stateStore: StateStore = {
  set: async (id, value) => tabStore.set(STATE_KEY, JSON.stringify({ id, value })),
  get: async (id) => storedState(id),
  remove: async (id) => {
    const value = storedState(id);
    if (value !== null) tabStore.remove(STATE_KEY);
    return value;
  },
  getAllKeys: async () => [],
};

function storedState(id: string): string | null {
  try {
    const stored = JSON.parse(tabStore.get(STATE_KEY) ?? '{}') as { id?: string; value?: string };
    return stored.id === id ? (stored.value ?? null) : null;
  } catch {
    return null;
  }
}

function createClient({ issuer, clientId, scope, authorizationParameters }: Config): OidcClient {
  return new OidcClient({
    authority: issuer ?? '',
    client_id: clientId ?? '',
    scope: scope ?? 'openid',
    redirect_uri: window.location.origin + CALLBACK_PATH,
    post_logout_redirect_uri: `${window.location.origin}/`,
    stateStore,
    requestTimeoutInSeconds: TIMEOUT_SECONDS,
    extraQueryParams: authorizationParameters ?? {},
  });
}

/** Returns the provider's page where the user signs in. `next` is the path to return to. */
export async function signInUrl(config: Config, next: string): Promise<string> {
  return (await createClient(config).createSigninRequest({ state: next })).url;
}

export interface SignInResult {
  tokens: Tokens;
  next: string | null;
}

/** The provider has answered a sign-in with an error. */
export class SignInRefusedError extends Error {
  override readonly name = 'SignInRefusedError';
  /** A code of RFC 6749, section 4.1.2.1, or OpenID Connect Core 1.0, section 3.1.2.6. */
  readonly code: string;
  readonly description: string | null;
  readonly next: string | null;

  constructor({ error, error_description: description, state }: ErrorResponse, next: string | null, cause: unknown) {
    super(`the identity provider refused the sign-in: ${error ?? ''}`, { cause });
    this.code = error ?? '';
    this.description = description;
    this.next = next ?? (typeof state === 'string' ? state : null);
  }
}

/** The address is not the answer to a sign-in that this tab has started. */
export class UnknownSignInError extends Error {
  override readonly name = 'UnknownSignInError';
}

/**
 * Redeems the code in the address to which the provider sent the browser. Throws `UnknownSignInError`,
 * `SignInRefusedError`, or another error if the provider could not be reached.
 */
export async function completeSignIn(config: Config, url: string): Promise<SignInResult> {
  const client = createClient(config);
  const next = await client.readSigninResponseState(url).then(
    ({ state }) => (typeof state.data === 'string' ? state.data : null),
    (error: unknown) => {
      throw new UnknownSignInError('no such sign-in was started in this tab', { cause: error });
    },
  );
  try {
    return { tokens: tokensOf(await client.processSigninResponse(url)), next };
  } catch (error) {
    throw error instanceof ErrorResponse ? new SignInRefusedError(error, next, error) : error;
  }
}

/** Exchanges the refresh token for new tokens. Throws an error for which `isRefusal` tells whether trying again is useless. */
export async function renewTokens(config: Config, { refreshToken = '', idToken }: ProviderSession): Promise<Tokens> {
  const response = await createClient(config).useRefreshToken({
    // Without a scope, the provider keeps the granted one.
    state: { refresh_token: refreshToken, session_state: null, profile: { sub: '', iss: '', aud: '', exp: 0, iat: 0 }, data: undefined },
    timeoutInSeconds: TIMEOUT_SECONDS,
  });
  const renewed = tokensOf(response);
  // The provider may keep the refresh token, and need not issue another ID token.
  return { ...renewed, refreshToken: renewed.refreshToken ?? refreshToken, idToken: renewed.idToken ?? idToken };
}

/** The answers to a renewal that another attempt doesn't change: RFC 6749, section 5.2, and OpenID Connect's. */
const FINAL_ERRORS: ReadonlySet<string | null> = new Set([
  'invalid_grant',
  'invalid_client',
  'invalid_request',
  'invalid_scope',
  'unauthorized_client',
  'unsupported_grant_type',
  'access_denied',
  'login_required',
  'interaction_required',
  'consent_required',
]);

/** Whether the provider refuses the renewal. Otherwise a later attempt may succeed. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ErrorResponse && FINAL_ERRORS.has(error.error);
}

/**
 * Returns the provider's page that ends its session, or null if it has none. Also revokes the refresh token: some outlive
 * the session, and the user may decline to end the session.
 */
export async function signOutUrl(config: Config, { idToken, refreshToken }: ProviderSession): Promise<string | null> {
  const client = createClient(config);
  const { end_session_endpoint: endSession, revocation_endpoint: revocation } = await client.metadataService.getMetadata();
  if (revocation && refreshToken !== undefined) void revoke(revocation, refreshToken, config);
  if (!endSession) return null;
  const request = await client.createSignoutRequest({
    ...(idToken === undefined ? {} : { id_token_hint: idToken }),
    client_id: config.clientId ?? '',
    extraQueryParams: {},
  });
  return request.url;
}

/** Revokes a refresh token (RFC 7009). The sign-out does not wait for it, and the request outlives the page. */
async function revoke(endpoint: string, token: string, { clientId }: Config): Promise<void> {
  const body = new URLSearchParams({ token, token_type_hint: 'refresh_token', client_id: clientId ?? '' });
  try {
    // The answer is of no use, so providers need not let this page read it.
    await fetch(endpoint, { method: 'POST', body, keepalive: true, mode: 'no-cors', credentials: 'omit' });
  } catch (error) {
    logError('Revoking the refresh token', error);
  }
}

/** Lifetimes are counted from now by this machine's clock, which may differ from the provider's. */
function tokensOf({ access_token: accessToken, refresh_token: refreshToken, id_token: idToken, expires_in: seconds }: SigninResponse): Tokens {
  const receivedAt = Date.now();
  const lifetimeMs = (seconds ?? DEFAULT_LIFETIME_SECONDS) * 1_000;
  const renewAt = receivedAt + Math.max(MIN_RENEWAL_INTERVAL_MS, lifetimeMs * RENEW_AFTER);
  return { accessToken, refreshToken, idToken, receivedAt, renewAt };
}
