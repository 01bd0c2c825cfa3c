// A user who signs in by the development login.
import type { Answer, Call, Fetch } from './api';

interface Login {
  token: string;
  user: { id: string };
}

export class Person {
  readonly username: string;
  /** Null until the first call. */
  id: string | null = null;
  private token: string | null = null;
  private readonly api: Fetch;

  constructor(username: string, api: Fetch) {
    this.username = username;
    this.api = api;
  }

  /** A call as this user. Signs in first if necessary, and again if the token has expired. */
  async call<T>(path: string, call: Call = {}): Promise<Answer<T>> {
    const isNew = this.token === null;
    if (isNew) {
      const failureCode = await this.signIn();
      if (failureCode) return failureCode;
    }
    const answer = await this.api<T>(path, { ...call, headers: { ...call.headers, authorization: `Bearer ${this.token}` } });
    if (answer.status !== 401 || isNew) return answer;
    this.token = null;
    return this.call(path, call);
  }

  async signIn(): Promise<Answer<never> | null> {
    const answer = await this.api<Login>('/api/dev/login', { method: 'POST', body: { username: this.username } });
    if (!answer.data) return { ...answer, data: null };
    this.token = answer.data.token;
    this.id = answer.data.user.id;
    return null;
  }
}
