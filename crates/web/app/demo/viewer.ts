// The life of somebody who watches: signed in or a guest, in the room whenever it is open to them.
import { growingMs } from './pace';
import { pause } from './pause';
import { Person } from './person';
import { join, type Hear, type Stay } from './room';
import { Voice } from './voice';
import type { Speaker, World } from './world';

interface Admission {
  token: string;
  identity: string;
  wsUrl: string;
}

/** How long those stay away who aren't wanted. */
const UNWANTED_MS = 10 * 60_000;
const LOOK_AGAIN_MS = 3_000;

export interface Watching {
  hostId: string;
  name: string;
  isGuest: boolean;
  /** How many are in the room to hear what is said. */
  listeners: () => number;
  hear: Hear;
}

export class Viewer implements Speaker {
  /** As the room knows them; of a guest another one for each visit. */
  identity: string | null = null;
  private readonly watching: Watching;
  private readonly world: World;
  private readonly person: Person | null;
  private readonly voice: Voice;
  private admission: Admission | null = null;
  private stay: Stay | null = null;

  constructor(watching: Watching, world: World) {
    this.watching = watching;
    this.world = world;
    this.person = watching.isGuest ? null : new Person(watching.name, world.api);
    const path = `/api/chat/${encodeURIComponent(watching.hostId)}/messages`;
    this.voice = new Voice(
      (text) => {
        const call = { method: 'POST' as const, body: { text } };
        return this.person
          ? this.person.call(path, call)
          : world.api(path, { ...call, headers: { 'x-viewer-token': this.admission?.token ?? '' } });
      },
      world.figures,
      watching.listeners,
    );
  }

  get isIn(): boolean {
    return this.stay !== null;
  }

  get isFree(): boolean {
    return this.isIn && this.voice.isFree;
  }

  async say(text: string): Promise<void> {
    if (this.isIn) await this.voice.say(text);
  }

  /** Until everything ends. */
  async live(): Promise<void> {
    const { signal } = this.world;
    let attempt = 0;
    let follows = false;
    while (!signal.aborted) {
      if (this.person && !follows) {
        const path = `/api/social/follow/${encodeURIComponent(this.watching.hostId)}`;
        follows = (await this.person.call(path, { method: 'POST' })).code === 'OK';
      }
      const code = await this.visit();
      attempt = code === 'OK' ? 0 : attempt + 1;
      await pause(this.awayMs(code, attempt), signal);
    }
  }

  async leave(): Promise<void> {
    await this.stay?.leave();
  }

  /** To the room and out of it again. Returns a code of the API. */
  private async visit(): Promise<string> {
    const { hostId, name } = this.watching;
    const call = { method: 'POST' as const, body: this.person ? { hostId } : { hostId, guestName: name } };
    const ask = this.person ? this.person.call<Admission>('/api/viewer/token', call) : this.world.api<Admission>('/api/viewer/token', call);
    const { code, data } = await ask;
    if (!data || this.world.signal.aborted) return code;
    this.admission = data;
    this.identity = data.identity;
    const stay = await join(data.wsUrl, data.token, this.watching.hear);
    if (!stay) return 'UNREACHABLE';
    this.stay = stay;
    await stay.over;
    this.stay = null;
    return 'OK';
  }

  private awayMs(code: string, attempt: number): number {
    const chance = Math.random();
    if (code === 'OK' || code === 'STREAM_OFFLINE') return ((1 + chance) * LOOK_AGAIN_MS) / this.world.haste;
    const isUnwanted = code === 'BLOCKED' || code === 'GUESTS_NOT_ALLOWED' || code === 'HOST_IS_VIEWER';
    return isUnwanted ? UNWANTED_MS : growingMs(attempt, chance);
  }
}
