// No page may request anything from other hosts than the service, its media server and its identity provider, which are
// on this machine.
import type { BrowserContext, Request } from '@playwright/test';

/** Fails the journey at the first request to another host. Names below `.test` are those that a journey serves itself. */
export function refuseForeignRequests(context: BrowserContext): void {
  context.on('request', (request: Request) => {
    const { protocol, hostname } = new URL(request.url());
    if (!/^(?:https?|wss?):$/u.test(protocol) || isLocal(hostname)) return;
    throw new Error(`a page requests ${request.url()}`);
  });
}

function isLocal(hostname: string): boolean {
  return /^(?:127\.\d+\.\d+\.\d+|\[::1\]|(?:.+\.)?localhost|.+\.test)$/u.test(hostname);
}
