// For tests: several tabs of one browser.
import { vi } from 'vitest';
import { tabStore } from '../storage/storage';
import { fakeToken } from './testToken';
import type { Tokens } from './providerSession';

const channels = new Set<TestChannel>();
let messageDelayMs = 0;

class TestChannel extends EventTarget {
  constructor() {
    super();
    channels.add(this);
  }

  postMessage(data: unknown): void {
    const deliver = () => {
      for (const other of channels) if (other !== this) other.dispatchEvent(new MessageEvent('message', { data: structuredClone(data) }));
    };
    if (messageDelayMs === 0) deliver();
    else setTimeout(deliver, messageDelayMs);
  }
}

/** Messages arrive immediately, until `delayMessages` is called. */
export function stubChannels(): void {
  channels.clear();
  messageDelayMs = 0;
  vi.stubGlobal('BroadcastChannel', TestChannel);
}

export function delayMessages(ms: number): void {
  messageDelayMs = ms;
}

/** The modules of a new tab. Its session storage is empty, or the given one's. */
export async function openTab(session: string | null = null) {
  vi.resetModules();
  if (session === null) tabStore.remove('onair.provider-session');
  else tabStore.set('onair.provider-session', session);
  return { ...(await import('./providerSession')), ...(await import('./renewal')) };
}

export function tokensOf(sub: string, serial = 1, more: Partial<Tokens> = {}): Tokens {
  const receivedAt = Date.now();
  return { accessToken: fakeToken({ sub, serial }), refreshToken: `refresh-${serial}`, receivedAt, renewAt: receivedAt + 45 * 60_000, ...more };
}
