const CONTROLS = /[\u202A-\u202E\u2066-\u2069]/gu;

/** As `Name`, for texts that can't have elements in them: titles of windows and sentences that are kept as text. */
export function isolated(text: string): string {
  return `\u2068${text.replace(CONTROLS, '')}\u2069`;
}
