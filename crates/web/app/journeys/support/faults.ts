// What journeys start from that break something: devices that crash and, where a part of the stack is
// broken, a stack of their own. It lasts for all journeys of one worker.
import { test as base } from './journey';
import { aDevice, type Device } from './device';
import { startOwnLiveKit, type OwnLiveKit } from './ownLiveKit';
import { startOwnStack, type OwnStack } from './ownStack';
import { startRelay, type Relay } from './relay';
import { readStack } from './stack';

const STARTS_WITHIN_MS = 120_000;

interface Crashes {
  device: () => Promise<Device>;
}

/** On the stack that all journeys share. */
export const test = base.extend<Crashes>({
  // oxlint-disable-next-line no-empty-pattern -- the test runner reads fixtures' needs from this pattern
  device: async ({}, lend) => {
    const devices: Device[] = [];
    await lend(async () => {
      const device = await aDevice();
      devices.push(device);
      return device;
    });
    await Promise.all(devices.map((device) => device.switchOff()));
  },
});

/** On a stack whose parts may be broken. */
export const testOnOwnStack = test.extend<object, { own: OwnStack }>({
  own: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, lend) => {
      const own = await startOwnStack();
      await lend(own);
      await own.stop();
    },
    { scope: 'worker', timeout: STARTS_WITHIN_MS },
  ],
  stack: async ({ own }, lend) => {
    await lend(own.stack);
  },
});

/** On a stack that no LiveKit tells anything. */
export const testWithoutWebhooks = testOnOwnStack.extend<object, { own: OwnStack }>({
  own: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, lend) => {
      await withLiveKit(null, lend);
    },
    { scope: 'worker', timeout: STARTS_WITHIN_MS },
  ],
});

/** On a stack that hears of LiveKit what a relay lets through. */
export const testWithRelay = testOnOwnStack.extend<object, { own: OwnStack; relay: Relay }>({
  relay: [
    // oxlint-disable-next-line no-empty-pattern -- as above
    async ({}, lend) => {
      const relay = await startRelay();
      await lend(relay);
      relay.stop();
    },
    { scope: 'worker' },
  ],
  own: [
    async ({ relay }, lend) => {
      await withLiveKit(relay.url, async (own) => {
        relay.passOnTo(own.stack.url);
        await lend(own);
      });
    },
    { scope: 'worker', timeout: STARTS_WITHIN_MS },
  ],
});

async function withLiveKit(webhook: string | null, lend: (own: OwnStack) => Promise<void>): Promise<void> {
  const livekit: OwnLiveKit = await startOwnLiveKit(readStack(process.env.ONAIR_STATE), webhook);
  try {
    const own = await startOwnStack(livekit);
    await lend(own);
    await own.stop();
  } finally {
    await livekit.stop();
  }
}

export { expect } from './journey';
