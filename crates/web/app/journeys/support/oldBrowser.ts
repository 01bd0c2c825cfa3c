// Simulates the oldest supported browser by removing newer features.
import type { BrowserContext } from '@playwright/test';
import { pathsNotInFloor } from '../../bundle/interfaces';

export async function makeOld(context: BrowserContext): Promise<void> {
  await context.addInitScript((taken) => {
    for (const path of taken) {
      const name = path.at(-1) ?? '';
      let holder: unknown = window;
      for (const key of path.slice(0, -1)) holder = (holder as Record<string, unknown> | undefined)?.[key];
      if ((typeof holder === 'object' || typeof holder === 'function') && holder !== null) Reflect.deleteProperty(holder, name);
    }
  }, pathsNotInFloor());
}
