// Users who sign in at an identity provider, and servers for them, on the stack's database and LiveKit.
import { createInterface } from 'node:readline';
import { randomBytes } from 'node:crypto';
import { expect, type Page } from '@playwright/test';
import { end, start } from './processes';
import { apply, approve, call, readStack, type Person, type Stack } from './stack';

export interface OwnServer {
  stack: Stack;
  stop: () => Promise<void>;
}

/** What a server needs to know of an identity provider. */
export interface ServerProvider {
  issuer: string;
  /** The server's settings for this provider, besides the issuer. */
  settings: Record<string, string>;
  /** Registers the page at this address. */
  registerPage: (origin: string) => void | Promise<void>;
}

/** Starts a server that signs users in at the provider. These settings override the provider's. The provider may be away. */
export async function startServer(provider: ServerProvider, overrides: Record<string, string> = {}): Promise<OwnServer> {
  const program = process.env.ONAIR_SERVER_BIN;
  if (!program) throw new Error('ONAIR_SERVER_BIN must name the server');
  const shared = readStack(process.env.ONAIR_STATE);
  const child = start([program, 'serve'], 'SIGTERM', {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      DATABASE_URL: shared.databaseUrl,
      DATABASE_POOL_SIZE: '4',
      LIVEKIT_URL: shared.livekitUrl,
      LIVEKIT_API_KEY: shared.livekitKey,
      LIVEKIT_API_SECRET: shared.livekitSecret,
      BIND_ADDRESS: '127.0.0.1:0',
      SHUTDOWN_DRAIN_SECONDS: '0',
      LOG_FORMAT: 'json',
      OIDC_ISSUER: provider.issuer,
      ...provider.settings,
      ...overrides,
    },
  });
  if (!child.stderr) throw new Error('the server has no log');
  const url = await addressIn(createInterface(child.stderr));
  // Nobody reads the rest, and a full pipe would stop the server.
  child.stderr.resume();
  await provider.registerPage(url);
  return { stack: { ...shared, url }, stop: async () => end(child, 'SIGTERM') };
}

async function addressIn(lines: AsyncIterable<string>): Promise<string> {
  const seen: string[] = [];
  for await (const line of lines) {
    const [, url] = /listening on (http:\/\/[\d.:]+)/.exec(line) ?? [];
    if (url) return url;
    seen.push(line);
  }
  throw new Error(`the server ended at start:\n${seen.join('\n')}`);
}

export function newUser(called: string): string {
  return `${called}-${randomBytes(4).toString('hex')}`;
}

/** Signs in from the page's sign-in link, at the provider's page. */
export async function signIn(page: Page, user: string): Promise<void> {
  await page.getByRole('banner').getByRole('link', { name: 'Sign in' }).click();
  await enterName(page, user);
}

/** On the provider's page. */
export async function enterName(page: Page, user: string): Promise<void> {
  await page.getByLabel('User').fill(user);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expectSignedIn(page, user);
}

export async function expectSignedIn(page: Page, user: string, withinMs = 20_000): Promise<void> {
  await expect(page.getByRole('button', { name: `Account menu, signed in as ${user}` })).toBeVisible({ timeout: withinMs });
}

interface TabSession {
  accessToken: string;
  refreshToken: string;
  idToken: string;
  version: number;
}

/** The tokens of this tab's session. */
export async function sessionOf(page: Page): Promise<TabSession> {
  const session = await page.evaluate(() => sessionStorage.getItem('onair.provider-session'));
  return JSON.parse(session ?? '{}') as TabSession;
}

/** Makes the signed-in user an approved creator with a stream. */
export async function makeCreator(stack: Stack, page: Page): Promise<Person> {
  const { accessToken: token } = await sessionOf(page);
  const { data } = (await call(stack, { id: '', username: '', token }, 'GET', '/api/viewer/me')).body;
  const who: Person = { id: String(data?.id), username: String(data?.username), token };
  await apply(stack, who);
  await approve(stack, who);
  const { status } = await call(stack, who, 'POST', '/api/stream/setup', { title: 'A journey' });
  if (status !== 201) throw new Error(`the stream isn't set up: ${status}`);
  return who;
}

/** Makes the page renew its tokens, as if three quarters of their lifetime had passed. */
export async function renewNow(page: Page): Promise<void> {
  const before = await sessionOf(page);
  await page.clock.fastForward('46:00');
  await expect.poll(async () => (await sessionOf(page)).version, { message: 'the tokens are renewed' }).toBe(before.version + 1);
}
