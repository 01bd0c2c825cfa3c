// Sends chat messages of a bot: within the rate limit, with pauses after errors.
import type { Answer } from './api';
import { now, type ChatMetrics } from './chatMetrics';
import { RateLimiter } from './rateLimiter';

export type Post = (text: string) => Promise<Answer<{ id: string }>>;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

export class ChatSender {
  private readonly rateLimiter = new RateLimiter();
  private pausedUntil = 0;
  private readonly post: Post;
  private readonly metrics: ChatMetrics;
  private readonly listeners: () => number;

  /** `listeners` returns the number of viewers who should receive a message. */
  constructor(post: Post, metrics: ChatMetrics, listeners: () => number) {
    this.post = post;
    this.metrics = metrics;
    this.listeners = listeners;
  }

  get isFree(): boolean {
    return this.pausedUntil <= Date.now() && this.rateLimiter.waitMs(Date.now()) === 0;
  }

  async sendMessage(text: string): Promise<void> {
    if (!this.isFree) return;
    this.rateLimiter.note(Date.now());
    const [sentAt, listeners] = [now(), this.listeners()];
    const { code, data, retryAfterMs } = await this.post(text);
    if (data) this.metrics.accepted(data.id, sentAt, listeners);
    else {
      this.metrics.reject(code);
      this.pausedUntil = Date.now() + Math.max(retryAfterMs, pauseAfterErrorMs(code));
    }
  }
}

/** How long a bot pauses after an error. */
function pauseAfterErrorMs(code: string): number {
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
