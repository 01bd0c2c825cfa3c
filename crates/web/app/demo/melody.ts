// The creator's audio: a few quiet notes in a seamless loop.

export const SAMPLE_RATE = 48_000;

/** Semitones from A4; null is a rest. All notes have the same length. */
export interface Melody {
  notes: readonly (number | null)[];
  secondsPerNote: number;
  /** The level of the second harmonic: 0 is like a flute, 1 like a reed. */
  brightness: number;
}

const LOUDNESS = 0.11;
const FADE_IN_SECONDS = 0.04;

/** Renders one loop as 16-bit samples. */
export function renderMelody({ notes, secondsPerNote, brightness }: Melody): Int16Array {
  const perNote = Math.round(secondsPerNote * SAMPLE_RATE);
  const sum = new Float32Array(perNote * notes.length);
  // Each tone decays into the next one, and the last ones into the start of the loop.
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

/** `count` samples of the endless loop from a position. */
export function samplesAt(round: Int16Array, from: number, count: number): Int16Array {
  const start = from % round.length;
  const part = new Int16Array(count);
  const first = round.subarray(start, start + count);
  part.set(first);
  if (first.length < count) part.set(round.subarray(0, count - first.length), first.length);
  return part;
}
