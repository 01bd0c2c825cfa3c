// Generated from the domain's constants by `cargo xtask generate`: do not edit. The service enforces the limits.
export const LIMITS = {
  /** Characters in a stream's title. */
  title: 200,
  /** Characters in a stream's description. */
  description: 2000,
  /** Characters in a thumbnail's address. */
  thumbnail: 2048,
  /** Characters in a guest's name. */
  guestName: 50,
  /** Characters in a chat message. */
  chatText: 500,
  /** Characters in an application. */
  about: 2000,
  /** Characters in an admin's reason. */
  reason: 500,
  /** Characters in a search query. */
  query: 100,
  /** Chat messages in one response. */
  chatPage: 200,
  /** Items in one page of a list, unless the request says otherwise. */
  page: 20,
} as const;
