// The tones that a creator broadcasts: a few quiet notes, over and over without a seam.

export const SAMPLE_RATE = 48_000;

/** In half tones from the middle A; null is a rest. Every note is as long as the others. */
export interface Melody {
  notes: readonly (number | null)[];
  secondsPerNote: number;
  /** How much of its octave is in a tone: 0 is a flute, 1 a reed. */
  brightness: number;
}

const LOUDNESS = 0.11;
const FADE_IN_SECONDS = 0.04;

/** One round of it, as samples of 16 bits. */
export function roundOf({ notes, secondsPerNote, brightness }: Melody): Int16Array {
  const perNote = Math.round(secondsPerNote * SAMPLE_RATE);
  const sum = new Float32Array(perNote * notes.length);
  // A tone rings on into the next one, and the last ones into the next round.
  const ringing = perNote * 2;
  for (const [index, note] of notes.entries()) {
    if (note === null) continue;
    const step = (2 * Math.PI * 440 * 2 ** (note / 12)) / SAMPLE_RATE;
    for (let sample = 0; sample < ringing; sample += 1) {
      const swell = Math.min(1, sample / (FADE_IN_SECONDS * SAMPLE_RATE));
      const fade = (1 - sample / ringing) ** 2;
      const tone = Math.sin(step * sample) + brightness * 0.5 * Math.sin(2 * step * sample);
      const at = (index * perNote + sample) % sum.length;
      sum[at] = (sum[at] ?? 0) + swell * fade * tone;
    }
  }
  return Int16Array.from(sum, (value) => Math.max(-1, Math.min(1, value * LOUDNESS)) * 0x7fff);
}

/** So many samples of the endless melody, from a position on. */
export function excerpt(round: Int16Array, from: number, count: number): Int16Array {
  const start = from % round.length;
  const part = new Int16Array(count);
  const first = round.subarray(start, start + count);
  part.set(first);
  if (first.length < count) part.set(round.subarray(0, count - first.length), first.length);
  return part;
}
