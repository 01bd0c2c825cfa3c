// Types of API responses, derived from the generated schema by path, so that a contract change is a compile error.
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
/** The state of the broadcast. Title and settings are in `Stream`. */
export type StreamStatus = Omit<Get<'/api/stream/status'>, 'stream'>;
export type WatchedStream = Get<'/api/viewer/stream/{username}'>;
export type LiveStream = Get<'/api/viewer/live'>[number];
export type GoLiveResponse = Post<'/api/stream/go-live'>;
export type ViewerTokenResponse = Post<'/api/viewer/token'>;

/** An ended broadcast in its creator's history. */
export type PastSession = Get<'/api/stream/past'>[number];
/** An ended broadcast as everybody sees it. */
export type PublicPastSession = Get<'/api/viewer/stream/{username}/past'>[number];
export type SessionSummary = Get<'/api/stream/sessions/{id}/summary'>;

/** A user in a list of follows or blocks. */
export type RelatedUser = Get<'/api/social/blocked'>[number];
export type CreatorApplication = Get<'/api/creator/application'>;
/** A viewer in a creator's room. */
export type RoomViewer = Get<'/api/stream/viewers'>[number];
/** A user as admins see them. */
export type UserAccount = Get<'/api/admin/users'>[number];
/** An entry of the audit log. */
export type AuditEntry = Get<'/api/admin/audit'>[number];

export type EndReason = NonNullable<PastSession['endReason']>;
export type ApplicationStatus = Me['applicationStatus'];
