// The maximum rate of chat messages in a room of 50, through the service and through LiveKit alone; and of messages
// that the service only stores.
import type { Latency, Summary } from '../../demo/chatMetrics';
import { startBots } from '../support/demo';
import { expect, test } from '../support/journey';
import { processorMs } from '../support/processorTime';
import { keep, keepRow, runs } from '../support/samples';
import { call, createPerson, type Person, type Stack } from '../support/stack';

const SIGNED_IN = 40;
const GUESTS = 10;
const RATES = [10, 20, 40, 60, 80, 120, 160, 240, 320, 480, 640, 960];
/** The maximum acceptable latency of a conversation. */
const AT_MOST_MS = 250;
const WRITERS_AT_ONCE = 32;
/** The service's rate limit per user within 10 s. */
const OF_ONE_PERSON = 5;

test.describe.configure({ mode: 'default' });
test.setTimeout(120_000 + RATES.length * (runs().length + 20) * 1_000);

type Step = Summary & { rate: number; viewers: number };

test('messages that are only stored', async ({ stack, creator }) => {
  const ada = await creator();
  await call(stack, ada, 'POST', '/api/stream/go-live');
  const endsAt = Date.now() + runs().length * 1_000;
  const perSecond = new Map<number, number>();
  const write = async () => {
    while (Date.now() < endsAt) {
      const who = createPerson(stack, 'load');
      for (let message = 0; message < OF_ONE_PERSON && Date.now() < endsAt; message += 1) {
        const { status } = await call(stack, who, 'POST', `/api/chat/${ada.id}/messages`, { text: `Message ${message} to nobody` });
        expect(status).toBe(201);
        const second = Math.floor((endsAt - Date.now()) / 1_000);
        perSecond.set(second, (perSecond.get(second) ?? 0) + 1);
      }
    }
  };
  await Promise.all(Array.from({ length: WRITERS_AT_ONCE }, write));
  keep('messages stored with nobody in the room', '/s', [...perSecond].filter(([second]) => second >= 0).map(([, count]) => count));
});

test('messages through LiveKit alone', async ({ stack, creator }) => {
  const environment = { LIVEKIT_API_KEY: stack.livekitKey, LIVEKIT_API_SECRET: stack.livekitSecret };
  await increaseRate('LiveKit alone', stack, await creator(), ['--direct', stack.livekitUrl], environment);
});

test('messages through the service', async ({ stack, creator }) => {
  await increaseRate('the service', stack, await creator(), []);
});

async function increaseRate(way: string, stack: Stack, host: Person, options: string[], environment = {}): Promise<void> {
  const room = ['--url', stack.url, '--as', host.username, '--viewers', String(SIGNED_IN), '--guests', String(GUESTS)];
  const steps = ['--rate', RATES.join(','), '--for', String(runs().length)];
  const bots = startBots([...room, ...steps, ...options], environment);
  const programs = { server: stack.pids.server, PostgreSQL: stack.pids.postgres, LiveKit: stack.pids.livekit, bots: bots.pid };
  const busy = () => processorMs(Object.values(programs));
  let most = 0;
  let [before, beganAt] = [busy(), Date.now()];
  for await (const line of bots.lines) {
    if (line.startsWith('{"begins"')) [before, beganAt] = [busy(), Date.now()];
    if (!line.startsWith('{"rate"')) continue;
    const [step, after, tookMs] = [JSON.parse(line) as Step, busy(), Date.now() - beganAt];
    const share = (pid: number) => `${Math.round((((after.get(pid) ?? 0) - (before.get(pid) ?? 0)) * 100) / tookMs)} %`;
    const shares = Object.entries(programs).map(([name, pid]): [string, string] => [name, share(pid)]);
    keepRow(`Messages to ${step.viewers} by ${way}; processor time in shares of one core`, [...metricCells(step), ...shares]);
    if (!isGood(step)) break;
    most = step.rate;
  }
  await bots.stop();
  keep(`messages to a room of ${SIGNED_IN + GUESTS} by ${way}`, '/s', [most]);
}

/** Everything arrived in time, and no POST was slow. */
function isGood({ rate, sent, seconds, refused, lost, postMs, latencyMs }: Step): boolean {
  const isInTime = (latency: Latency | null) => latency !== null && latency.p95 <= AT_MOST_MS;
  return Object.keys(refused).length === 0 && lost === 0 && isInTime(postMs) && isInTime(latencyMs) && sent / seconds > rate * 0.95;
}

function metricCells({ rate, sent, refused, lost, postMs, latencyMs }: Step): [string, string][] {
  const refusals = Object.entries(refused).map(([code, count]) => `${count} ${code}`);
  const ms = (value: number | undefined) => (value === undefined ? '-' : `${value} ms`);
  return [
    ['a second', String(rate)],
    ['sent', String(sent)],
    ['refused', refusals.join(', ') || '0'],
    ['lost', String(lost)],
    ['post p95', ms(postMs?.p95)],
    ['arrival p50', ms(latencyMs?.p50)],
    ['p95', ms(latencyMs?.p95)],
    ['p99', ms(latencyMs?.p99)],
    ['worst', ms(latencyMs?.max)],
  ];
}
