import { describe, expect, it } from 'vitest';
import { currentT } from '../i18n/current';
import { describeSettings, parseRoomMetadata, chatDeniedReason, type ChatSettings } from './chatSettings';

const t = currentT();
const open: ChatSettings = { isChatEnabled: true, isChatDelayed: false, isChatFollowersOnly: false };
const otherViewer = { isHost: false, isAdmin: false, isFollowing: false };

describe('settings in room metadata', () => {
  it('are parsed among other fields', () => {
    expect(parseRoomMetadata(JSON.stringify({ title: 'T', description: null, ...open }))).toEqual(open);
  });

  it.each([undefined, '', '{', 'null', '5', '[]', '{}', JSON.stringify({ ...open, isChatDelayed: 'yes' })])('aren’t guessed from %s', (metadata) => {
    expect(parseRoomMetadata(metadata)).toBeNull();
  });
});

describe('the permission to write', () => {
  it('is given to everyone in an open chat, and to nobody in a disabled one', () => {
    expect(chatDeniedReason('open', open, otherViewer)).toBeNull();
    expect(chatDeniedReason('open', { ...open, isChatEnabled: false }, { ...otherViewer, isHost: true })).toBe('off');
  });

  it('is given to followers, the host and admins in followers-only mode', () => {
    const settings = { ...open, isChatFollowersOnly: true };
    expect(chatDeniedReason('open', settings, otherViewer)).toBe('followers-only');
    for (const role of ['isHost', 'isAdmin', 'isFollowing']) expect(chatDeniedReason('open', settings, { ...otherViewer, [role]: true })).toBeNull();
  });

  it('isn’t given outside the room', () => {
    for (const stage of ['not-started', 'connecting', 'ended'] as const) expect(chatDeniedReason(stage, open, otherViewer)).toBe(stage);
  });
});

it('describes the active settings', () => {
  expect(describeSettings(t, open, false)).toBe('');
  expect(describeSettings(t, { ...open, isChatDelayed: true, isChatFollowersOnly: true }, false)).toBe('Followers only. Messages reach others 3 seconds later.');
  expect(describeSettings(t, { ...open, isChatDelayed: true }, true)).toBe('You see messages 3 seconds before everyone else.');
  expect(describeSettings(t, { ...open, isChatEnabled: false, isChatDelayed: true }, true)).toBe('');
});
