// A realm of a running Keycloak, with the settings of docs/sign-in.md.
import { randomBytes } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { expectSignedIn } from './signIn';

export const CLIENT_ID = 'onair-page';
export const AUDIENCE = 'onair';

export const PASSWORD = 'a password of the journeys';

const LAST_NAME = 'Test';

/** The name that pages show for a user. */
export function displayName(username: string): string {
  return `${username} ${LAST_NAME}`;
}

interface Found {
  id: string;
}

/** The client in the words of the admin console: docs/sign-in.md has the same. */
const CLIENT = {
  clientId: CLIENT_ID,
  publicClient: true,
  standardFlowEnabled: true,
  directAccessGrantsEnabled: false,
  attributes: { 'pkce.code.challenge.method': 'S256' },
  protocolMappers: [
    {
      name: 'audience',
      protocol: 'openid-connect',
      protocolMapper: 'oidc-audience-mapper',
      config: { 'included.custom.audience': AUDIENCE, 'access.token.claim': 'true' },
    },
  ],
};

export class KeycloakRealm {
  readonly name = `onair-${randomBytes(4).toString('hex')}`;
  readonly settings = { OIDC_AUDIENCE: AUDIENCE, OIDC_CLIENT_ID: CLIENT_ID, OIDC_ROLES_CLAIM: 'realm_access.roles' };

  static async create(): Promise<KeycloakRealm> {
    const realm = new KeycloakRealm();
    await admin('POST', '', { realm: realm.name, enabled: true, roles: { realm: [{ name: 'admin' }] }, clients: [CLIENT] });
    return realm;
  }

  get issuer(): string {
    return `${keycloakUrl()}/realms/${this.name}`;
  }

  async delete(): Promise<void> {
    await admin('DELETE', `/${this.name}`);
  }

  /** Registers the page at this address. */
  async registerPage(origin: string): Promise<void> {
    const client = await this.#client();
    const attributes = { ...CLIENT.attributes, 'post.logout.redirect.uris': `${origin}/` };
    const addresses = { redirectUris: [`${origin}/sign-in/callback`], webOrigins: [origin], attributes };
    await admin('PUT', `/${this.name}/clients/${client.id}`, { ...CLIENT, ...addresses });
  }

  async changeSettings(settings: object): Promise<void> {
    await admin('PUT', `/${this.name}`, settings);
  }

  /** Returns the user's id. */
  async createUser(username: string): Promise<string> {
    await admin('POST', `/${this.name}/users`, {
      username,
      enabled: true,
      // Keycloak asks users for what is missing of these.
      firstName: username,
      lastName: LAST_NAME,
      email: `${username}@onair.test`,
      credentials: [{ type: 'password', value: PASSWORD }],
    });
    const [user] = await admin<Found[]>('GET', `/${this.name}/users?exact=true&username=${encodeURIComponent(username)}`);
    if (!user) throw new Error(`Keycloak has no user ${username}`);
    return user.id;
  }

  async grantAdmin(userId: string): Promise<void> {
    await this.#changeRole('POST', userId);
  }

  async revokeAdmin(userId: string): Promise<void> {
    await this.#changeRole('DELETE', userId);
  }

  /** Without it, access tokens do not name the audience. */
  async removeAudienceMapper(): Promise<void> {
    const { id } = await this.#client();
    const mappers = await admin<(Found & { name: string })[]>('GET', `/${this.name}/clients/${id}/protocol-mappers/models`);
    const mapper = mappers.find(({ name }) => name === 'audience');
    await admin('DELETE', `/${this.name}/clients/${id}/protocol-mappers/models/${mapper?.id}`);
  }

  /** Adds a key that signs from now on. Older keys stay published. */
  async addKey(): Promise<void> {
    await admin('POST', `/${this.name}/components`, {
      name: 'newer key',
      providerId: 'rsa-generated',
      providerType: 'org.keycloak.keys.KeyProvider',
      config: { priority: ['200'], enabled: ['true'], active: ['true'], keySize: ['2048'], algorithm: ['RS256'] },
    });
  }

  async #client(): Promise<Found> {
    const [client] = await admin<Found[]>('GET', `/${this.name}/clients?clientId=${CLIENT_ID}`);
    if (!client) throw new Error(`Keycloak has no client ${CLIENT_ID}`);
    return client;
  }

  async #changeRole(method: 'POST' | 'DELETE', userId: string): Promise<void> {
    const role = await admin<Found>('GET', `/${this.name}/roles/admin`);
    await admin(method, `/${this.name}/users/${userId}/role-mappings/realm`, [role]);
  }
}

function keycloakUrl(): string {
  const url = process.env.ONAIR_KEYCLOAK_URL;
  if (!url) throw new Error('ONAIR_KEYCLOAK_URL must name a running Keycloak');
  return url;
}

/** Calls the admin REST API below `/admin/realms`. */
async function admin<Answer = undefined>(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${keycloakUrl()}/admin/realms${path}`, {
    method,
    headers: { authorization: `Bearer ${await adminToken()}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`Keycloak refuses ${method} ${path}: ${response.status} ${text}`);
  return (text === '' ? undefined : JSON.parse(text)) as Answer;
}

/** A new one for each call, because they expire after a minute. */
async function adminToken(): Promise<string> {
  const parameters = { grant_type: 'password', client_id: 'admin-cli', username: 'admin', password: process.env.ONAIR_KEYCLOAK_PASSWORD ?? '' };
  const { access_token: token } = await fetchTokens(`${keycloakUrl()}/realms/master`, parameters);
  if (!token) throw new Error('Keycloak does not accept ONAIR_KEYCLOAK_PASSWORD');
  return token;
}

interface TokenAnswer {
  access_token?: string;
  error?: string;
}

/** Calls the token endpoint of an issuer. */
export async function fetchTokens(issuer: string, parameters: Record<string, string>): Promise<TokenAnswer> {
  const response = await fetch(`${issuer}/protocol/openid-connect/token`, { method: 'POST', body: new URLSearchParams(parameters) });
  return (await response.json()) as TokenAnswer;
}

/** Signs in from the page's sign-in link, at Keycloak's page. */
export async function signInAtKeycloak(page: Page, username: string): Promise<void> {
  await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click();
  await enterPassword(page, username);
  await expectSignedIn(page, username);
}

/** On Keycloak's page. */
export async function enterPassword(page: Page, username: string): Promise<void> {
  await page.getByLabel('Username or email').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign In' }).click();
}

export async function expectPasswordAsked(page: Page): Promise<void> {
  await expect(page.getByLabel('Password', { exact: true })).toBeVisible();
}
