import { expect, it } from 'vitest';
import { selectedTab, studioTabs } from './studioTabs';

const names = (isLive: boolean, isWide: boolean) => studioTabs({ isLive, isWide }).map(({ value }) => value);

it('the chat and, before going live, the devices are behind a tab only on narrow screens', () => {
  expect(names(true, false)[0]).toBe('chat');
  expect(names(true, true)).not.toContain('chat');
  expect(names(false, false)[0]).toBe('devices');
  expect(names(false, true)).not.toContain('devices');
  expect(names(true, true)).toContain('devices');
});

it('a selected tab stays selected while it exists', () => {
  const [live, preview] = [studioTabs({ isLive: true, isWide: true }), studioTabs({ isLive: false, isWide: true })];
  expect(selectedTab(live, 'viewers')).toBe('viewers');
  expect(selectedTab(preview, 'viewers')).toBe('stream');
  expect(selectedTab(live, null)).toBe('stream');
});
