// Inserts a text at the cursor of a field. Pure.

export interface Selection {
  start: number;
  end: number;
}

/** Replaces the selection. The cursor is then after the inserted text. */
export function insertText(text: string, { start, end }: Selection, inserted: string): { text: string; cursor: number } {
  const from = Math.min(start, text.length);
  return { text: text.slice(0, from) + inserted + text.slice(Math.max(from, end)), cursor: from + inserted.length };
}
