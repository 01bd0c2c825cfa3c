// Which parts of the studio are behind tabs. Chat and devices have their own column where there is space for one.

import { studio } from '../i18n/en/studio';
import type { Message } from '../i18n/message';
export type StudioTab = 'chat' | 'viewers' | 'stream' | 'devices' | 'past';

const LABELS: Record<StudioTab, Message> = {
  chat: studio.chat,
  viewers: studio.viewers,
  stream: studio.tabStream,
  devices: studio.devices,
  past: studio.past,
};

/** The tabs in their order. The first one is selected unless the creator has selected another. */
export function studioTabs({ isLive, isWide }: { isLive: boolean; isWide: boolean }): { value: StudioTab; label: Message }[] {
  return namesOf(isLive, isWide).map((value) => ({ value, label: LABELS[value] }));
}

export function selectedTab(tabs: readonly { value: StudioTab }[], chosen: StudioTab | null): StudioTab {
  return tabs.find(({ value }) => value === chosen)?.value ?? tabs[0]?.value ?? 'stream';
}

function namesOf(isLive: boolean, isWide: boolean): readonly StudioTab[] {
  if (isLive) return isWide ? ['stream', 'viewers', 'devices'] : ['chat', 'viewers', 'stream', 'devices'];
  return isWide ? ['stream', 'past'] : ['devices', 'stream', 'past'];
}
