// The network paths that media takes in a page.
import type { Page } from '@playwright/test';

/** Collects the peer connections that the page opens after its next navigation. */
export async function watchMediaPaths(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    const connections: RTCPeerConnection[] = [];
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        connections.push(this);
      }
    };
    Object.assign(window, { onairConnections: connections });
  });
  return async () => page.evaluate(mediaPaths);
}

/** How each connection that is in use reaches LiveKit: `udp`, `tcp`, or `relay` and the protocol to the relay. Runs in the page. */
async function mediaPaths(): Promise<string[]> {
  const { onairConnections } = window as unknown as { onairConnections: RTCPeerConnection[] };
  const paths = onairConnections
    .filter(({ connectionState }) => connectionState === 'connected')
    .map(async (connection) => {
      const stats = [...(await connection.getStats()).values()] as Record<string, string>[];
      const transport = stats.find(({ type }) => type === 'transport');
      const pair = stats.find(({ id }) => id === transport?.selectedCandidatePairId);
      const local = stats.find(({ id }) => id === pair?.localCandidateId);
      return local?.candidateType === 'relay' ? `relay ${local.relayProtocol}` : String(local?.protocol);
    });
  return [...new Set(await Promise.all(paths))];
}
