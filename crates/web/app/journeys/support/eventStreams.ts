// Open event streams.
import type { BrowserContext, Page, Request } from '@playwright/test';

/** Call before pages are opened. The returned set changes as streams open and close. */
export function openEventStreams(context: BrowserContext): Set<Request> {
  const open = new Set<Request>();
  const close = (request: Request) => void open.delete(request);
  context.on('request', (request) => new URL(request.url()).pathname.endsWith('/events') && open.add(request));
  context.on('requestfinished', close);
  context.on('requestfailed', close);
  return open;
}

export function pagesOf(streams: Set<Request>): Set<Page> {
  return new Set([...streams].map((request) => request.frame().page()));
}
