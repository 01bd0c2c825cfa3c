// A computer of somebody's own: a whole browser, which may crash.
import { chromium, type Page } from '@playwright/test';
import { once } from 'node:events';
import { CHROMIUM } from './chromium';
import { openIn } from './journey';
import type { Person, Stack } from './stack';

export interface Device {
  open: (stack: Stack, path: string, who: Person | null) => Promise<Page>;
  /** kill -9 of the browser with all its processes. Returns when that was, by `Date.now()`. */
  crash: () => Promise<number>;
  switchOff: () => Promise<void>;
}

export async function aDevice(): Promise<Device> {
  const server = await chromium.launchServer(CHROMIUM);
  const browser = await chromium.connect(server.wsEndpoint());
  return {
    open: async (stack, path, who) => openIn(browser, stack, path, who),
    crash: async () => {
      const child = server.process();
      if (!child.pid) throw new Error('the browser doesn’t run');
      const exited = once(child, 'exit');
      // It leads a group of its own.
      process.kill(-child.pid, 'SIGKILL');
      const when = Date.now();
      await exited;
      return when;
    },
    switchOff: async () => {
      if (server.process().exitCode === null && server.process().signalCode === null) await server.close();
    },
  };
}
