// Caddy with the Caddyfile that docs/deploy ships, certificates of its own authority, and everything on the loopback interface.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { Agent, get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ownLiveKit';
import { end, start, waitUntil } from './processes';

/** The shipped file, relative to the front end's folder. */
const CADDYFILE = '../../../docs/deploy/Caddyfile';

/** The host name of the site. Browsers of the journey resolve it to the loopback address. */
export const HOST = 'onair.test';

/** Settings of Caddy itself, for a test. */
const GLOBAL = `{
	admin off
	auto_https disable_redirects
	default_bind 127.0.0.1
	local_certs
	skip_install_trust
	storage file_system {$ONAIR_STORAGE}
}
`;

export interface Caddy {
  stop: () => Promise<void>;
}

/** Serves `https://onair.test:{port}`. */
export async function startCaddy(port: number, upstreams: { onair: string; livekit: string }): Promise<Caddy> {
  const { stop } = await runCaddy(await readFile(CADDYFILE, 'utf8'), async () => (await statusOf(port, '/health/live')) === 200, {
    ONAIR_SITE: `https://${HOST}:${port}`,
    ONAIR_UPSTREAM: new URL(upstreams.onair).host,
    LIVEKIT_UPSTREAM: new URL(upstreams.livekit).host,
  });
  return { stop };
}

/** A certificate of Caddy's own authority for the host name, and its key, in PEM. */
export async function issueCertificate(host: string): Promise<{ cert: Buffer; key: Buffer }> {
  const issued = async (folder: string) => {
    const path = join(folder, 'certificates', 'local', host, host);
    return { cert: await readFile(`${path}.crt`), key: await readFile(`${path}.key`) };
  };
  const isIssued = async (folder: string) => issued(folder).then(({ cert, key }) => cert.length > 0 && key.length > 0, () => false);
  const { folder, stop } = await runCaddy(`https://${host}:${await freePort()}`, isIssued);
  const certificate = await issued(folder);
  await stop();
  return certificate;
}

/** Runs Caddy with these sites. Resolves when the condition, which gets Caddy's folder, is true. */
async function runCaddy(
  sites: string,
  isReady: (folder: string) => Promise<boolean>,
  environment: Record<string, string> = {},
): Promise<Caddy & { folder: string }> {
  const program = process.env.ONAIR_CADDY;
  if (!program) throw new Error('ONAIR_CADDY must name the program caddy');
  const folder = await mkdtemp(join(tmpdir(), 'onair-caddy-'));
  const config = join(folder, 'Caddyfile');
  await writeFile(config, GLOBAL + sites);
  const child = start([program, 'run', '--config', config, '--adapter', 'caddyfile'], 'SIGTERM', {
    stdio: 'ignore',
    env: { ...process.env, HOME: folder, ONAIR_STORAGE: folder, ...environment },
  });
  await waitUntil(async () => {
    if (child.exitCode !== null) throw new Error(`Caddy ended at start with ${child.exitCode}`);
    return isReady(folder);
  });
  return {
    folder,
    stop: async () => {
      await end(child, 'SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The status of a response of the site; 0 without one. */
export async function statusOf(port: number, path: string): Promise<number> {
  return new Promise((resolve) => {
    const options = { host: '127.0.0.1', port, path, servername: HOST, headers: { host: `${HOST}:${port}` }, rejectUnauthorized: false };
    get({ ...options, agent: new Agent() }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    }).on('error', () => resolve(0));
  });
}
