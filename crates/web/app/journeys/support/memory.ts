// A page's memory after garbage collection.
import type { CDPSession, Page } from '@playwright/test';

export interface MemoryCounters {
  nodes: number;
  listeners: number;
  documents: number;
  /** Peer connections that aren't collected, closed or not. */
  peerConnections: number;
  audioContexts: number;
}

interface Counters {
  liveObjects: () => { peerConnections: number; audioContexts: number };
}

/** Call before the page is opened. */
export async function trackMemory(page: Page): Promise<() => Promise<MemoryCounters>> {
  await page.addInitScript(() => {
    const connections: WeakRef<RTCPeerConnection>[] = [];
    const contexts: WeakRef<AudioContext>[] = [];
    const countLive = (refs: WeakRef<object>[]) => refs.filter((ref) => ref.deref() !== undefined).length;
    const counters: Counters = {
      liveObjects: () => ({ peerConnections: countLive(connections), audioContexts: countLive(contexts) }),
    };
    Object.assign(window, counters);
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.push(new WeakRef(this));
      }
    };
    window.AudioContext = class extends AudioContext {
      constructor(options?: AudioContextOptions) {
        super(options);
        contexts.push(new WeakRef(this));
      }
    };
  });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  return async () => measure(page, cdp);
}

async function measure(page: Page, cdp: CDPSession): Promise<MemoryCounters> {
  await cdp.send('HeapProfiler.collectGarbage');
  const objects = await page.evaluate(() => (window as unknown as Counters).liveObjects());
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return { nodes: of('Nodes'), listeners: of('JSEventListeners'), documents: of('Documents'), ...objects };
}

export function difference(before: MemoryCounters, after: MemoryCounters): MemoryCounters {
  return {
    nodes: after.nodes - before.nodes,
    listeners: after.listeners - before.listeners,
    documents: after.documents - before.documents,
    peerConnections: after.peerConnections - before.peerConnections,
    audioContexts: after.audioContexts - before.audioContexts,
  };
}
