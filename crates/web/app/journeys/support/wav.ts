// Sound files for a fake microphone.

const SAMPLES_A_SECOND = 48_000;

/** Silence, and then something like speech: syllables of a low voice with overtones. */
export function silenceThenSpeech(silentSeconds: number, speechSeconds: number): Buffer {
  const silent = silentSeconds * SAMPLES_A_SECOND;
  const count = silent + speechSeconds * SAMPLES_A_SECOND;
  const data = Buffer.alloc(count * 2);
  for (let index = silent; index < count; index += 1) {
    const seconds = index / SAMPLES_A_SECOND;
    const syllable = Math.max(0, Math.sin(2 * Math.PI * 4 * seconds));
    const pitch = 140 + 30 * Math.sin(2 * Math.PI * 0.7 * seconds);
    let sum = 0;
    for (let overtone = 1; overtone <= 12; overtone += 1) sum += Math.sin(2 * Math.PI * pitch * overtone * seconds) / overtone;
    data.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sum * 0.4 * syllable)) * 32_000), index * 2);
  }
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  // PCM, one channel, 16 bits a sample.
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLES_A_SECOND, 24);
  header.writeUInt32LE(SAMPLES_A_SECOND * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}
