// The life of a creator: becoming one, going live, and coming back after whatever happened.
import type { Answer } from './api';
import type { Creator } from './cast';
import { publish } from './devices';
import { growingMs } from './pace';
import { pause } from './pause';
import { Person } from './person';
import { join, type Hear, type Parting, type Stay } from './room';
import { complain, say } from './say';
import { welcome } from './talk';
import { Voice } from './voice';
import type { Speaker, World } from './world';

interface Broadcast {
  token: string;
  wsUrl: string;
}

/** After somebody else has ended the broadcast. */
const REST_MS = 25_000;
/** While somebody else broadcasts in this name, or nobody may. */
const LOOK_AGAIN_MS = 60_000;
const BETWEEN_WELCOMES_MS = 10_000;

export class Host implements Speaker {
  readonly creator: Creator;
  readonly person: Person;
  private readonly world: World;
  private readonly isBot: (id: string) => boolean;
  private readonly voice: Voice;
  private stay: Stay | null = null;
  /** Why the last broadcast didn’t begin. */
  private refusal = '';
  private readonly welcomed = new Set<string>();
  private welcomedAt = 0;

  /** `isBot` tells who isn't welcomed: they know. */
  constructor(creator: Creator, world: World, listeners: () => number, isBot: (id: string) => boolean) {
    this.creator = creator;
    this.world = world;
    this.isBot = isBot;
    this.person = new Person(creator.username, world.api);
    const path = () => `/api/chat/${encodeURIComponent(this.person.id ?? '')}/messages`;
    this.voice = new Voice((text) => this.person.call(path(), { method: 'POST', body: { text } }), world.figures, listeners);
  }

  get isOnAir(): boolean {
    return this.stay !== null;
  }

  get isFree(): boolean {
    return this.isOnAir && this.voice.isFree;
  }

  async say(text: string): Promise<void> {
    if (this.isOnAir) await this.voice.say(text);
  }

  /** Until everything ends. */
  async live(): Promise<void> {
    const { signal, haste } = this.world;
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      const code = await this.prepare();
      if (code === 'CREATOR_NOT_APPROVED') {
        complain(`${this.creator.username} may not broadcast: an admin has decided so`);
        await pause(LOOK_AGAIN_MS, signal);
        continue;
      }
      const parting = code === 'OK' ? await this.broadcast() : null;
      if (signal.aborted) return;
      if (parting === null) {
        complain(`${this.creator.username} can’t go live (${code === 'OK' ? this.refusal : code}), and tries again`);
        await pause(growingMs(attempt, Math.random()), signal);
      } else {
        attempt = 0;
        await this.rest(parting, haste);
      }
    }
  }

  /** Says goodbye, so that the page shows it at once. */
  async leave(): Promise<void> {
    if (this.stay) await this.person.call('/api/stream/end-stream', { method: 'POST' });
    await this.stay?.leave();
  }

  /** Applies, is approved and sets up, as far as that hasn't been done. Returns a code of the API. */
  private async prepare(): Promise<string> {
    const me = await this.person.call<{ applicationStatus: string }>('/api/viewer/me');
    if (!me.data) return me.code;
    if (me.data.applicationStatus === 'NONE') {
      const applied = await this.person.call('/api/creator/application', { method: 'POST', body: { about: this.creator.about } });
      if (!isDone(applied)) return applied.code;
    }
    if (['NONE', 'PENDING'].includes(me.data.applicationStatus)) {
      const path = `/api/admin/creator-applications/${encodeURIComponent(this.person.id ?? '')}/approve`;
      const approved = await this.world.admin.call(path, { method: 'POST' });
      if (!isDone(approved)) return approved.code;
    } else if (me.data.applicationStatus !== 'APPROVED') return 'CREATOR_NOT_APPROVED';
    const info = await this.person.call('/api/stream/info');
    // What was changed since by hand is left as it is.
    if (info.code !== 'STREAM_NOT_FOUND') return info.code;
    const { title, description } = this.creator;
    return (await this.person.call('/api/stream/setup', { method: 'POST', body: { title, description } })).code;
  }

  /** Null if it never got on air. */
  private async broadcast(): Promise<Parting | null> {
    const { code, data } = await this.person.call<Broadcast>('/api/stream/go-live', { method: 'POST' });
    this.refusal = data ? 'no way into the room' : code;
    if (!data || this.world.signal.aborted) return null;
    const stay = await join(data.wsUrl, data.token, this.hear);
    if (!stay) return null;
    const ending = new AbortController();
    try {
      await publish(stay.room, this.creator, ending.signal);
      this.stay = stay;
      say(`${this.creator.username} is on air: ${this.world.url}/watch/${encodeURIComponent(this.creator.username)}`);
      return await stay.over;
    } catch {
      // The room was gone before the tracks were there.
      await stay.leave();
      return null;
    } finally {
      this.stay = null;
      ending.abort();
    }
  }

  private async rest(parting: Parting, haste: number): Promise<void> {
    const { username } = this.creator;
    const { signal } = this.world;
    if (parting === 'lost') {
      say(`${username} lost the connection, and comes back`);
      return pause(growingMs(1, Math.random()), signal);
    }
    if (parting !== 'replaced') {
      say(`somebody has ended ${username}’s broadcast; the next one begins in a while`);
      return pause(REST_MS / haste, signal);
    }
    say(`somebody else broadcasts as ${username} now`);
    for (let isOver = false; !isOver && !signal.aborted; ) {
      await pause(LOOK_AGAIN_MS, signal);
      const { data } = await this.person.call<{ isLive: boolean }>('/api/stream/status');
      isOver = data?.isLive === false;
    }
  }

  private readonly hear: Hear = ({ author }) => {
    const now = Date.now();
    if (author.isHost || this.isBot(author.id) || this.welcomed.has(author.id)) return;
    if (now - this.welcomedAt < BETWEEN_WELCOMES_MS) return;
    this.welcomed.add(author.id);
    this.welcomedAt = now;
    void pause(2_000 / this.world.haste, this.world.signal).then(() => this.say(welcome(author.name)));
  };
}

/** By this call, or because it had been done before. */
function isDone({ code }: Answer<unknown>): boolean {
  return code === 'OK' || code === 'ALREADY_REVIEWED';
}
