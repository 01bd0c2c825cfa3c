// An identity provider of the tests: the certified npm package `oidc-provider` with a sign-in page of its own, on a free
// port of this process.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { Provider, type Adapter, type AdapterPayload, type Configuration } from 'oidc-provider';

const CLIENT_ID = 'onair-page';
const AUDIENCE = 'https://onair.test';

export interface TestProvider {
  issuer: string;
  settings: { OIDC_AUDIENCE: string; OIDC_CLIENT_ID: string };
  /** Registers the page at this address. */
  registerPage: (origin: string) => void;
  setRoles: (user: string, roles: string[]) => void;
  /** The audience of access tokens from now on. */
  setAudience: (audience: string) => void;
  /** The lifetime of access tokens from now on. */
  setLifetime: (seconds: number) => void;
  /** Signs with a new key from now on, and publishes no other. */
  rotateKeys: () => void;
  /** While away, every connection is closed without an answer. */
  setAway: (isAway: boolean) => void;
  /** Revokes the user's refresh tokens, as an administrator may do. */
  revoke: (user: string) => void;
  /** Whether the user has a refresh token that can be redeemed. */
  canRenew: (user: string) => boolean;
  /** How many refresh tokens the user has redeemed. */
  renewals: (user: string) => number;
  /** How many refresh tokens were rejected. */
  rejections: () => number;
  /** Whether the user is signed in at the provider. */
  hasSession: (user: string) => boolean;
  stop: () => void;
}

export async function startProvider(): Promise<TestProvider> {
  const state: State = { audience: AUDIENCE, lifetime: 3_600, roles: new Map(), renewals: new Map(), rejections: 0, pages: [], store: new Map() };
  let isAway = false;
  let provider: Provider | null = null;
  const server: Server = createServer((request, response) => {
    if (provider) void respond(provider, request, response);
  });
  server.on('connection', (socket) => isAway && socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const issuer = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const rotateKeys = () => {
    provider = createProvider(issuer, state);
  };
  rotateKeys();
  return {
    issuer,
    settings: { OIDC_AUDIENCE: AUDIENCE, OIDC_CLIENT_ID: CLIENT_ID },
    registerPage: (origin) => void state.pages.push(origin),
    setRoles: (user, roles) => void state.roles.set(user, roles),
    setAudience: (audience) => {
      state.audience = audience;
    },
    setLifetime: (seconds) => {
      state.lifetime = seconds;
    },
    rotateKeys,
    setAway: (away) => {
      isAway = away;
      if (away) server.closeAllConnections();
    },
    revoke: (user) => forget(state.store, 'RefreshToken', user),
    canRenew: (user) => [...state.store].some(([key, payload]) => key.startsWith('RefreshToken:') && payload.accountId === user && !payload.consumed),
    renewals: (user) => state.renewals.get(user) ?? 0,
    rejections: () => state.rejections,
    hasSession: (user) => [...state.store].some(([key, payload]) => key.startsWith('Session:') && payload.accountId === user),
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

interface State {
  audience: string;
  lifetime: number;
  roles: Map<string, string[]>;
  renewals: Map<string, number>;
  rejections: number;
  pages: string[];
  /** Survives a rotation of the keys. */
  store: Map<string, AdapterPayload>;
}

function createProvider(issuer: string, state: State): Provider {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const key = { ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: randomBytes(8).toString('hex') };
  const configuration: Configuration = {
    jwks: { keys: [key] as NonNullable<Configuration['jwks']>['keys'] },
    adapter: (model) => new StoreAdapter(model, state),
    cookies: { keys: ['a key of the tests'] },
    clientBasedCORS: () => true,
    claims: { profile: ['name', 'preferred_username'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    extraTokenClaims: (_, token) => {
      const user = 'accountId' in token ? token.accountId : '';
      return { preferred_username: user, name: user, roles: state.roles.get(user) ?? [] };
    },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    ttl: { AccessToken: () => state.lifetime, AuthorizationCode: 600, Grant: 86_400, IdToken: 3_600, Interaction: 3_600, RefreshToken: 86_400, Session: 86_400 },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true, allowedPolicy: async () => true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => AUDIENCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          audience: state.audience,
          scope: '',
          accessTokenTTL: state.lifetime,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.body = `<!doctype html><title>Sign out</title>${form}<button type="submit" form="op.logoutForm" name="logout" value="yes">Sign out here too</button>`;
        },
      },
    },
  };
  const provider = new Provider(issuer, configuration);
  const isRenewal = (parameters: Record<string, unknown> | undefined) => parameters?.grant_type === 'refresh_token';
  provider.on('grant.success', ({ oidc }) => {
    const user = oidc.entities.Account?.accountId ?? '';
    if (isRenewal(oidc.params)) state.renewals.set(user, (state.renewals.get(user) ?? 0) + 1);
  });
  provider.on('grant.error', ({ oidc }) => {
    if (isRenewal(oidc.params)) state.rejections += 1;
  });
  return provider;
}

/** Answers the sign-in page, and leaves the rest to the package. */
async function respond(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://provider');
  if (!pathname.startsWith('/interaction/')) {
    await provider.callback()(request, response);
    return;
  }
  try {
    const { params } = await provider.interactionDetails(request, response);
    if (request.method !== 'POST') {
      response.setHeader('content-type', 'text/html; charset=utf-8').end(SIGN_IN_PAGE);
      return;
    }
    const form = new URLSearchParams(await bodyOf(request));
    const user = form.get('user') ?? '';
    if (form.has('cancel') || user === '') {
      await provider.interactionFinished(request, response, { error: 'access_denied', error_description: 'the user said no' });
      return;
    }
    const grant = new provider.Grant({ accountId: user, clientId: String(params.client_id) });
    grant.addOIDCScope(String(params.scope));
    grant.addResourceScope(AUDIENCE, '');
    const grantId = await grant.save();
    await provider.interactionFinished(request, response, { login: { accountId: user }, consent: { grantId } });
  } catch (error) {
    response.writeHead(400).end(String(error));
  }
}

const SIGN_IN_PAGE = `<!doctype html><html lang="en"><title>Test provider</title><meta name="viewport" content="width=device-width">
<h1>Test provider</h1><form method="post"><label>User <input name="user"></label>
<button>Continue</button> <button name="cancel" value="yes">Cancel</button></form>`;

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function forget(store: State['store'], model: string, user: string): void {
  for (const [key, payload] of store) if (key.startsWith(`${model}:`) && payload.accountId === user) store.delete(key);
}

class StoreAdapter implements Adapter {
  readonly #model: string;
  readonly #state: State;

  constructor(model: string, state: State) {
    this.#model = model;
    this.#state = state;
  }

  async upsert(id: string, payload: AdapterPayload): Promise<void> {
    this.#state.store.set(this.#key(id), payload);
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    if (this.#model === 'Client') return id === CLIENT_ID ? this.#client() : undefined;
    return this.#state.store.get(this.#key(id));
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#all().find((payload) => payload.uid === uid);
  }

  async findByUserCode(): Promise<undefined> {
    return undefined;
  }

  async consume(id: string): Promise<void> {
    const payload = this.#state.store.get(this.#key(id));
    if (payload) payload.consumed = Math.floor(Date.now() / 1_000);
  }

  async destroy(id: string): Promise<void> {
    this.#state.store.delete(this.#key(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, payload] of this.#state.store) if (key.startsWith(`${this.#model}:`) && payload.grantId === grantId) this.#state.store.delete(key);
  }

  #client(): AdapterPayload {
    const { pages } = this.#state;
    return {
      client_id: CLIENT_ID,
      token_endpoint_auth_method: 'none',
      grant_types: ['authorization_code', 'refresh_token'],
      response_types: ['code'],
      id_token_signed_response_alg: 'ES256',
      redirect_uris: pages.map((origin) => `${origin}/sign-in/callback`),
      post_logout_redirect_uris: pages.map((origin) => `${origin}/`),
    };
  }

  #all(): AdapterPayload[] {
    return [...this.#state.store].filter(([key]) => key.startsWith(`${this.#model}:`)).map(([, payload]) => payload);
  }

  #key(id: string): string {
    return `${this.#model}:${id}`;
  }
}
