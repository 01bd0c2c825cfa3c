import { describe, expect, it } from 'vitest';
import { rulesInWords, rulesOfMetadata, silenceOf, type ChatRules } from './rules';

const open: ChatRules = { isChatEnabled: true, isChatDelayed: false, isChatFollowersOnly: false };
const nobody = { isHost: false, isAdmin: false, isFollowing: false };

describe('rules in a room’s metadata', () => {
  it('are read among what else is told', () => {
    expect(rulesOfMetadata(JSON.stringify({ title: 'T', description: null, ...open }))).toEqual(open);
  });

  it.each([undefined, '', '{', 'null', '5', '[]', '{}', JSON.stringify({ ...open, isChatDelayed: 'yes' })])('aren’t guessed from %s', (metadata) => {
    expect(rulesOfMetadata(metadata)).toBeNull();
  });
});

describe('who can write', () => {
  it('is everybody in an open chat, and nobody in one that is off', () => {
    expect(silenceOf('open', open, nobody)).toBeNull();
    expect(silenceOf('open', { ...open, isChatEnabled: false }, { ...nobody, isHost: true })).toBe('off');
  });

  it('is who follows, the host and admins where only followers may', () => {
    const rules = { ...open, isChatFollowersOnly: true };
    expect(silenceOf('open', rules, nobody)).toBe('followers-only');
    for (const may of ['isHost', 'isAdmin', 'isFollowing']) expect(silenceOf('open', rules, { ...nobody, [may]: true })).toBeNull();
  });

  it('is nobody outside the room', () => {
    for (const stage of ['before', 'waiting', 'over'] as const) expect(silenceOf(stage, open, nobody)).toBe(stage);
  });
});

it('puts into words what binds', () => {
  expect(rulesInWords(open, false)).toBe('');
  expect(rulesInWords({ ...open, isChatDelayed: true, isChatFollowersOnly: true }, false)).toBe('Followers only. Messages reach others 3 seconds later.');
  expect(rulesInWords({ ...open, isChatDelayed: true }, true)).toBe('You see messages 3 seconds before everybody else.');
  expect(rulesInWords({ ...open, isChatEnabled: false, isChatDelayed: true }, true)).toBe('');
});
