const CONTROLS = /[\u202A-\u202E\u2066-\u2069]/gu;

/** Like `Name`, for plain strings such as window titles. */
export function bidiIsolate(text: string): string {
  return `\u2068${text.replace(CONTROLS, '')}\u2069`;
}
