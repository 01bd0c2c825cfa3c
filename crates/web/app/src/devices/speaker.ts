// Plays sounds for the creator, on the speaker that they selected.
import { storedValue } from '../storage/storedValue';

/** The id of the selected speaker; `default` is the system's. */
export const speaker = storedValue('onair.device.audiooutput', (text) => text ?? 'default');

export const canSelectSpeaker = (): boolean => 'setSinkId' in HTMLMediaElement.prototype;

/** Resolves when the sound is over, or `signal` has stopped it. */
export async function playSound(makeSource: (context: AudioContext) => AudioScheduledSourceNode, signal: AbortSignal): Promise<void> {
  const context = new AudioContext();
  const output = context.createMediaStreamDestination();
  const element = new Audio();
  try {
    await context.resume();
    // A speaker that is gone is replaced by the system's.
    if (canSelectSpeaker() && speaker.get() !== 'default') await element.setSinkId(speaker.get()).catch(() => undefined);
    element.srcObject = output.stream;
    const source = makeSource(context);
    source.connect(output);
    const isOver = new Promise<void>((resolve) => {
      source.addEventListener('ended', () => resolve());
      signal.addEventListener('abort', () => resolve());
    });
    await element.play();
    if (signal.aborted) return;
    source.start();
    await isOver;
  } finally {
    element.pause();
    element.srcObject = null;
    await context.close();
  }
}

const NOTES_HZ = [523.25, 659.25, 783.99];
const NOTE_SECONDS = 0.22;
const VOLUME = 0.3;

/** Three rising notes, each of which fades in and out without a click. */
export function testTone(context: AudioContext): AudioBufferSourceNode {
  const source = context.createBufferSource();
  const samples = toneSamples(context.sampleRate);
  source.buffer = context.createBuffer(1, samples.length, context.sampleRate);
  source.buffer.copyToChannel(samples, 0);
  return source;
}

export function toneSamples(samplesASecond: number): Float32Array<ArrayBuffer> {
  const perNote = Math.round(NOTE_SECONDS * samplesASecond);
  const samples = new Float32Array(perNote * NOTES_HZ.length);
  for (const [note, frequency] of NOTES_HZ.entries()) {
    for (let index = 0; index < perNote; index += 1) {
      const fade = Math.sin((Math.PI * index) / perNote);
      samples[note * perNote + index] = VOLUME * fade * Math.sin((2 * Math.PI * frequency * index) / samplesASecond);
    }
  }
  return samples;
}
