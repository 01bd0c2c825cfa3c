// Several servers and several LiveKit nodes: two of each, a Redis between the nodes, one database, and Caddy as the load
// balancer of both.
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort, freeUdpPort } from './ownLiveKit';
import { end, start, waitUntil } from './processes';
import { readStack, type Stack } from './stack';

export interface Node {
  /** The node's own address, without the load balancer. */
  url: string;
  kill: () => Promise<void>;
  start: () => Promise<void>;
}

export interface Cluster {
  /** The addresses are those of the load balancers. */
  stack: Stack;
  servers: Node[];
  livekits: Node[];
  /** The index of the LiveKit node that has the room. */
  nodeOf: (room: string) => Promise<number>;
  stop: () => Promise<void>;
}

export async function startCluster(): Promise<Cluster> {
  const shared = readStack(process.env.ONAIR_STATE);
  const folder = await mkdtemp(join(tmpdir(), 'onair-cluster-'));
  const parts: Node[] = [];
  const [redis, serverBalancer, livekitBalancer] = [await freePort(), await freePort(), await freePort()];
  const database = await createDatabase(shared);
  const balancers = { servers: `http://127.0.0.1:${serverBalancer}`, livekits: `http://127.0.0.1:${livekitBalancer}` };

  const add = async (...part: Parameters<typeof startPart>) => {
    const node = await startPart(...part);
    parts.push(node);
    return node;
  };
  const redisOptions = ['--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  await add([variable('ONAIR_REDIS'), '--port', String(redis), ...redisOptions], {}, async () => (await ask(redis, 'PING')) === '+PONG');

  const livekits: Node[] = [];
  const ids: string[] = [];
  for (const name of ['a', 'b']) {
    const [port, config] = [await freePort(), join(folder, `livekit-${name}.yaml`)];
    const [program, yaml] = await livekitOf(shared, { port, redis, webhook: `${balancers.servers}/api/webhook/livekit` });
    await writeFile(config, yaml, { mode: 0o600 });
    const url = `http://127.0.0.1:${port}`;
    livekits.push(await add([program, '--config', config], {}, isOk(url), url));
    ids.push(...(await nodeIds(redis)).filter((id) => !ids.includes(id)));
  }
  const servers: Node[] = [];
  for (let index = 0; index < 2; index += 1) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const environment = {
      DATABASE_URL: database,
      DATABASE_POOL_SIZE: '4',
      LIVEKIT_URL: balancers.livekits,
      LIVEKIT_API_KEY: shared.livekitKey,
      LIVEKIT_API_SECRET: shared.livekitSecret,
      JWT_SECRET: shared.jwtSecret,
      BIND_ADDRESS: `127.0.0.1:${port}`,
      SHUTDOWN_DRAIN_SECONDS: '0',
    };
    servers.push(await add([variable('ONAIR_SERVER_BIN'), 'serve'], environment, isOk(`${url}/health/ready`), url));
  }
  const caddyfile = join(folder, 'Caddyfile');
  await writeFile(caddyfile, balancer(serverBalancer, servers, '/health/ready') + balancer(livekitBalancer, livekits, '/'));
  const caddy = [variable('ONAIR_CADDY'), 'run', '--config', caddyfile, '--adapter', 'caddyfile'];
  await add(caddy, { HOME: folder }, isOk(`${balancers.servers}/health/ready`));

  return {
    stack: { ...shared, url: balancers.servers, databaseUrl: database, livekitUrl: balancers.livekits.replace('http', 'ws') },
    servers,
    livekits,
    nodeOf: async (room) => ids.indexOf((await ask(redis, `HGET room_node_map ${room}`)).split('\r\n')[1] ?? ''),
    stop: async () => {
      await Promise.all(parts.map(async (part) => part.kill()));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts a program that can be killed and started again, and waits until it is ready. */
async function startPart(command: string[], environment: Record<string, string>, isReady: () => Promise<boolean>, url = ''): Promise<Node> {
  let child: ChildProcess | null = null;
  const node: Node = {
    url,
    start: async () => {
      const started = start(command, 'SIGKILL', { stdio: 'ignore', env: { ...process.env, ...environment } });
      child = started;
      await waitUntil(async () => {
        if (started.exitCode !== null) throw new Error(`${command[0]} ended at start with ${started.exitCode}`);
        return isReady();
      });
    },
    kill: async () => {
      if (child) await end(child, 'SIGKILL');
    },
  };
  await node.start();
  return node;
}

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} must name a program`);
  return value;
}

function isOk(url: string): () => Promise<boolean> {
  return async () => fetch(url).then(({ ok }) => ok, () => false);
}

/** Requests go to the living upstreams, in turn. */
function balancer(port: number, nodes: Node[], health: string): string {
  const upstreams = nodes.map(({ url }) => new URL(url).host).join(' ');
  return `http://127.0.0.1:${port} {
	bind 127.0.0.1
	reverse_proxy ${upstreams} {
		lb_policy round_robin
		lb_try_duration 5s
		health_uri ${health}
		health_interval 500ms
		fail_duration 1s
	}
}
`;
}

/** A new database on the shared PostgreSQL, with the migrated schema. Returns its URL. */
async function createDatabase(shared: Stack): Promise<string> {
  const name = `cluster_${randomBytes(4).toString('hex')}`;
  const client = new Client({ connectionString: shared.databaseUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(shared.databaseUrl);
  url.pathname = `/${name}`;
  return url.toString();
}

/** The program of the shared LiveKit, and a configuration for a node. */
async function livekitOf(shared: Stack, node: { port: number; redis: number; webhook: string }): Promise<[string, string]> {
  const [program, , config] = readFileSync(`/proc/${shared.pids.livekit}/cmdline`, 'utf8').split('\0');
  if (!program || !config) throw new Error('the stack’s LiveKit isn’t a process of its own');
  const yaml = (await readFile(config, 'utf8'))
    .replace(/^port: .*/m, `port: ${node.port}`)
    .replace(/^ {2}udp_port: .*/m, `  udp_port: ${await freeUdpPort()}`)
    .replace(/^ {2}urls: .*/m, `  urls: ["${node.webhook}"]`);
  return [program, `${yaml}redis:\n  address: 127.0.0.1:${node.redis}\n`];
}

/** The ids of the nodes that are registered in Redis. Each start of a node has a new one. */
async function nodeIds(redis: number): Promise<string[]> {
  return (await ask(redis, 'HKEYS nodes')).split('\r\n').filter((line) => line.startsWith('ND_'));
}

/** One command to Redis, and its answer. */
async function ask(port: number, command: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(`${command}\r\n`));
    let answer = '';
    socket.on('data', (data) => {
      answer += data.toString();
      if (!isComplete(answer)) return;
      socket.destroy();
      resolve(answer.trimEnd());
    });
    socket.on('error', () => resolve(''));
  });
}

/** Answers are one line, a text after its length, or texts after their number. */
function isComplete(answer: string): boolean {
  const [head = '', ...lines] = answer.split('\r\n');
  const count = Number(head.slice(1));
  if (head.startsWith('*')) return lines.length > 2 * count;
  if (head.startsWith('$') && count >= 0) return lines.length > 1;
  return lines.length > 0;
}
