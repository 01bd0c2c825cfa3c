// A separate LiveKit with the stack's configuration, but other webhooks.
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { end, start, waitUntil } from './processes';
import type { Stack } from './stack';

export interface OwnLiveKit {
  /** The environment of a stack that uses it. */
  environment: Record<'LIVEKIT_URL' | 'LIVEKIT_API_KEY' | 'LIVEKIT_API_SECRET', string>;
  stop: () => Promise<void>;
}

/** `webhook` is the URL for webhooks; null sends none. `change` changes the configuration. */
export async function startOwnLiveKit(
  like: Stack,
  webhook: string | null,
  change: (yaml: string) => string = (yaml) => yaml,
): Promise<OwnLiveKit> {
  const [program, , likeConfig] = readFileSync(`/proc/${like.pids.livekit}/cmdline`, 'utf8').split('\0');
  if (!program || !likeConfig) throw new Error('the stack’s LiveKit isn’t a process of its own');
  const folder = await mkdtemp(join(tmpdir(), 'onair-livekit-'));
  const config = join(folder, 'livekit.yaml');
  const [port, udpPort] = [await freePort(), await freeUdpPort()];
  const yaml = change(changed(await readFile(likeConfig, 'utf8'), port, udpPort, webhook));
  await writeFile(config, yaml, { mode: 0o600 });

  const child = start([program, '--config', config], 'SIGKILL', { stdio: 'ignore' });
  await waitUntil(async () => {
    if (child.exitCode !== null) throw new Error(`LiveKit ended at start with ${child.exitCode}`);
    return fetch(`http://127.0.0.1:${port}/`).then(({ ok }) => ok, () => false);
  });
  return {
    environment: { LIVEKIT_URL: `ws://127.0.0.1:${port}`, LIVEKIT_API_KEY: like.livekitKey, LIVEKIT_API_SECRET: like.livekitSecret },
    stop: async () => {
      await end(child, 'SIGKILL');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function changed(yaml: string, port: number, udpPort: number, webhook: string | null): string {
  const [before = '', hooks = ''] = yaml.split(/^(?=webhook:)/m);
  const elsewhere = before.replace(/^port: .*/m, `port: ${port}`).replace(/^ {2}udp_port: .*/m, `  udp_port: ${udpPort}`);
  return webhook === null ? elsewhere : elsewhere + hooks.replace(/^ {2}urls: .*/m, `  urls: ["${webhook}"]`);
}

/** A port that is free now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

export async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}
