// A separate browser process, which may crash.
import { chromium, type Page } from '@playwright/test';
import { once } from 'node:events';
import { CHROMIUM } from './chromium';
import { openIn } from './journey';
import type { Person, Stack } from './stack';

export interface Device {
  open: (stack: Stack, path: string, who: Person | null) => Promise<Page>;
  /** Kills the browser with all its processes. Returns the time, by `Date.now()`. */
  crash: () => Promise<number>;
  /** Stops all processes, like a sleeping computer; `wake` continues them. */
  sleep: () => void;
  wake: () => void;
  switchOff: () => Promise<void>;
}

export async function startDevice(): Promise<Device> {
  const server = await chromium.launchServer(CHROMIUM);
  const browser = await chromium.connect(server.wsEndpoint());
  const signal = (name: NodeJS.Signals) => {
    const { pid } = server.process();
    if (!pid) throw new Error('the browser doesn’t run');
    // The browser is the leader of its process group.
    process.kill(-pid, name);
  };
  return {
    open: async (stack, path, who) => openIn(browser, stack, path, who),
    crash: async () => {
      const exited = once(server.process(), 'exit');
      signal('SIGKILL');
      const when = Date.now();
      await exited;
      return when;
    },
    sleep: () => signal('SIGSTOP'),
    wake: () => signal('SIGCONT'),
    switchOff: async () => {
      if (server.process().exitCode === null && server.process().signalCode === null) await server.close();
    },
  };
}
