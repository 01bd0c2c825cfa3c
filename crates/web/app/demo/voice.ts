// Somebody's share in the chat: within the rule, and silent for a while after a refusal, as people are.
import type { Answer } from './api';
import { now, type Figures } from './figures';
import { Pace } from './pace';

export type Post = (text: string) => Promise<Answer<{ id: string }>>;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

export class Voice {
  private readonly pace = new Pace();
  private silentUntil = 0;
  private readonly post: Post;
  private readonly figures: Figures;
  private readonly listeners: () => number;

  /** `listeners` counts who is in the room to hear it. */
  constructor(post: Post, figures: Figures, listeners: () => number) {
    this.post = post;
    this.figures = figures;
    this.listeners = listeners;
  }

  get isFree(): boolean {
    return this.silentUntil <= Date.now() && this.pace.waitMs(Date.now()) === 0;
  }

  async say(text: string): Promise<void> {
    if (!this.isFree) return;
    this.pace.note(Date.now());
    const [sentAt, listeners] = [now(), this.listeners()];
    const { code, data, retryAfterMs } = await this.post(text);
    if (data) this.figures.taken(data.id, sentAt, listeners);
    else {
      this.figures.refuse(code);
      this.silentUntil = Date.now() + Math.max(retryAfterMs, silenceAfterMs(code));
    }
  }
}

/** How long a person wouldn't try again. */
export function silenceAfterMs(code: string): number {
  switch (code) {
    case 'RATE_LIMITED':
      return 12 * SECOND_MS;
    case 'STREAM_OFFLINE':
      return 3 * SECOND_MS;
    case 'BLOCKED':
      return 10 * MINUTE_MS;
    case 'CHAT_DISABLED':
    case 'CHAT_FOLLOWERS_ONLY':
    case 'GUESTS_NOT_ALLOWED':
      return MINUTE_MS;
    default:
      return 15 * SECOND_MS;
  }
}
