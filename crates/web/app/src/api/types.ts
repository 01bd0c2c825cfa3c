// The shapes the pages speak of, taken from the generated contract by path, so that a change of the
// contract is a type error here and not a surprise at run time.
import type { paths } from './schema';

type Get<P extends keyof paths> = paths[P] extends { get: infer O } ? DataOf<O> : never;
type Post<P extends keyof paths> = paths[P] extends { post: infer O } ? DataOf<O> : never;
type DataOf<O> = O extends {
  responses: { 200: { content: { 'application/json': { data: infer D } } } };
}
  ? D
  : never;

export type Config = Get<'/api/config'>;
export type Me = Get<'/api/viewer/me'>;
export type Stream = Get<'/api/stream/info'>;
/** What the broadcast does; what it is about is `Stream`. */
export type StreamStatus = Omit<Get<'/api/stream/status'>, 'stream'>;
export type WatchedStream = Get<'/api/viewer/stream/{username}'>;
export type LiveStream = Get<'/api/viewer/live'>[number];
export type GoLiveTicket = Post<'/api/stream/go-live'>;
export type ViewerTicket = Post<'/api/viewer/token'>;

/** A broadcast that is over, as its creator's history tells of it. */
export type PastSession = Get<'/api/stream/past'>[number];
export type SessionSummary = Get<'/api/stream/sessions/{id}/summary'>;

/** Somebody in a list of ties. */
export type Acquaintance = Get<'/api/social/blocked'>[number];
export type CreatorApplication = Get<'/api/creator/application'>;
/** Somebody in a creator's room. */
export type RoomViewer = Get<'/api/stream/viewers'>[number];
/** What an admin did. */
export type AuditEntry = Get<'/api/admin/audit'>[number];

export type SessionState = StreamStatus['state'];
export type EndReason = NonNullable<PastSession['endReason']>;
export type ApplicationStatus = Me['applicationStatus'];
