// Fixtures for journeys with failures: devices that crash, and stacks whose parts are stopped. They last for all
// journeys of a worker.
import { test as base } from './journey';
import { startDevice, type Device } from './device';
import { startOwnLiveKit, type OwnLiveKit } from './ownLiveKit';
import { startOwnStack, type OwnStack } from './ownStack';
import { startRelay, type Relay } from './webhookRelay';
import { readStack } from './stack';

const STARTS_WITHIN_MS = 120_000;

interface Crashes {
  device: () => Promise<Device>;
}

/** On the shared stack. */
export const test = base.extend<Crashes>({
  // oxlint-disable-next-line no-empty-pattern -- the test runner reads the dependencies of a fixture from this pattern
  device: async ({}, provide) => {
    const devices: Device[] = [];
    await provide(async () => {
      const device = await startDevice();
      devices.push(device);
      return device;
    });
    await Promise.all(devices.map((device) => device.switchOff()));
  },
});

/** On a stack of its own, whose parts may be stopped. */
export const testOnOwnStack = test.extend<object, { own: OwnStack }>({
  own: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, provide) => {
      const own = await startOwnStack();
      await provide(own);
      await own.stop();
    },
    { scope: 'worker', timeout: STARTS_WITHIN_MS },
  ],
  stack: async ({ own }, provide) => {
    await provide(own.stack);
  },
});

/** On a stack without webhooks. */
export const testWithoutWebhooks = testOnOwnStack.extend<object, { own: OwnStack }>({
  own: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, provide) => {
      await withLiveKit(null, provide);
    },
    { scope: 'worker', timeout: STARTS_WITHIN_MS },
  ],
});

/** On a stack whose webhooks pass through a relay. */
export const testWithRelay = testOnOwnStack.extend<object, { own: OwnStack; relay: Relay }>({
  relay: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, provide) => {
      const relay = await startRelay();
      await provide(relay);
      relay.stop();
    },
    { scope: 'worker' },
  ],
  own: [
    async ({ relay }, provide) => {
      await withLiveKit(relay.url, async (own) => {
        relay.forwardTo(own.stack.url);
        await provide(own);
      });
    },
    { scope: 'worker', timeout: STARTS_WITHIN_MS },
  ],
});

async function withLiveKit(webhook: string | null, provide: (own: OwnStack) => Promise<void>): Promise<void> {
  const livekit: OwnLiveKit = await startOwnLiveKit(readStack(process.env.ONAIR_STATE), webhook);
  try {
    const own = await startOwnStack(livekit);
    await provide(own);
    await own.stop();
  } finally {
    await livekit.stop();
  }
}

export { expect } from './journey';
