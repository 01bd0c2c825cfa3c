// Records a few seconds of a microphone, so that its creator hears what viewers will hear.

/** The recording, as an encoded file. Empty if `signal` has stopped it. */
export async function recordSample(track: MediaStreamTrack, durationMs: number, signal: AbortSignal): Promise<Blob> {
  const recorder = new MediaRecorder(new MediaStream([track]));
  const parts: Blob[] = [];
  recorder.addEventListener('dataavailable', ({ data }) => parts.push(data));
  const isStopped = new Promise<void>((resolve, reject) => {
    recorder.addEventListener('stop', () => resolve());
    recorder.addEventListener('error', () => reject(new Error('the recorder failed')));
  });
  const stop = () => recorder.state !== 'inactive' && recorder.stop();
  recorder.start();
  const timer = setTimeout(stop, durationMs);
  signal.addEventListener('abort', stop);
  try {
    await isStopped;
  } finally {
    clearTimeout(timer);
  }
  return new Blob(signal.aborted ? [] : parts);
}
