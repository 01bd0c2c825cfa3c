// The wire contract in the form `npm run types` writes it.

interface Stream {
  id: string;
  userId: string;
  title: string;
  description: string | null;
  thumbnail: string | null;
  isLive: boolean;
  startedAt: string | null;
  isChatEnabled: boolean;
  isChatDelayed: boolean;
  isChatFollowersOnly: boolean;
  isGuestsAllowed: boolean;
  createdAt: string;
  updatedAt: string;
}

interface UserCard {
  id: string;
  username: string;
  name: string | null;
  image: string | null;
}

type StreamWithUser = Stream & { user: UserCard; viewerCount: number };
type State = 'OFFLINE' | 'STARTING' | 'ON_AIR' | 'INTERRUPTED';
type Application = 'NONE' | 'PENDING' | 'APPROVED' | 'REJECTED' | 'REVOKED';
type Me = UserCard & { roles: string[]; applicationStatus: Application };

interface Failure {
  success: false;
  error: string;
  code: string;
  details?: { field: string; message: string }[];
  applicationStatus?: Application;
  requestId?: string;
}

type Data<T> = { content: { 'application/json': { success: boolean; data: T } } };
type Refused = { content: { 'application/json': Failure } };
type Body<T> = { requestBody: { content: { 'application/json': T } } };
type Answers<T> = { responses: { 200: Data<T>; default: Refused } };

type Flags = Partial<Pick<Stream, 'isChatEnabled' | 'isChatDelayed' | 'isChatFollowersOnly'>>;
type Info = { title?: string; description?: string | null; thumbnail?: string | null; isGuestsAllowed?: boolean };

export interface paths {
  '/api/config': {
    get: Answers<{ authMode: 'dev' | 'secret' | 'oidc'; issuer: string | null; clientId: string | null }>;
  };
  '/api/dev/login': { post: Body<{ username: string }> & Answers<{ token: string; user: UserCard }> };
  '/api/stream/setup': {
    post: Body<{ title: string } & Info & Flags> & {
      responses: { 200: Data<Stream>; 201: Data<Stream>; default: Refused };
    };
  };
  '/api/stream/go-live': {
    post: Answers<{
      token: string;
      wsUrl: string;
      roomId: string;
      expiresAt: string;
      stream: { id: string; title: string; isLive: boolean };
      session: { id: string; state: State; startedAt: string; resumed: boolean };
    }>;
  };
  '/api/stream/end-stream': {
    post: {
      responses: {
        200: { content: { 'application/json': { success: boolean; message: string } } };
        default: Refused;
      };
    };
  };
  '/api/stream/info': { get: Answers<Stream>; put: Body<Info> & Answers<Stream> };
  '/api/stream/chat-settings': { put: Body<Flags> & Answers<Stream> };
  '/api/stream/status': {
    get: Answers<{ isLive: boolean; state: State; viewerCount: number; startedAt: string | null; stream: Stream }>;
  };
  '/api/viewer/stream/{username}': {
    get: { parameters: { path: { username: string } } } & Answers<
      StreamWithUser & { state: State; isFollowing?: boolean; isBlocked?: boolean; isHost?: boolean }
    >;
  };
  '/api/viewer/token': {
    post: Body<{ hostId: string; guestName?: string | null }> &
      Answers<{ token: string; identity: string; name: string; wsUrl: string; roomId: string; expiresAt: string }>;
  };
  '/api/viewer/live': {
    get: {
      parameters: { query?: { limit?: number; cursor?: string } };
      responses: {
        200: {
          content: { 'application/json': { success: boolean; data: StreamWithUser[]; nextCursor: string | null } };
        };
        default: Refused;
      };
    };
  };
  '/api/viewer/me': { get: Answers<Me> };
}
