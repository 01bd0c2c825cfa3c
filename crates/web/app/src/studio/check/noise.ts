// A picture of noise, which fills the permitted rate: a picture of a person at rest would need less than the network
// permits.

const [WIDTH, HEIGHT, FRAMES_PER_SECOND] = [640, 360, 30];
/** Noise of this size is moved around: making new noise for each picture would be slow. */
const TILE = 256;

export interface NoiseTrack {
  track: MediaStreamTrack;
  stop: () => void;
}

export function noiseTrack(): NoiseTrack {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  const context = canvas.getContext('2d');
  const tile = noiseTile();
  const draw = () => {
    const [dx, dy] = [Math.random() * TILE, Math.random() * TILE];
    for (let x = -dx; x < WIDTH; x += TILE) {
      for (let y = -dy; y < HEIGHT; y += TILE) context?.drawImage(tile, Math.floor(x), Math.floor(y));
    }
  };
  draw();
  const timer = setInterval(draw, 1_000 / FRAMES_PER_SECOND);
  const [track] = canvas.captureStream(FRAMES_PER_SECOND).getVideoTracks();
  if (!track) throw new Error('the browser captures no picture of a canvas');
  const stop = () => {
    clearInterval(timer);
    track.stop();
  };
  return { track, stop };
}

function noiseTile(): HTMLCanvasElement {
  const tile = document.createElement('canvas');
  [tile.width, tile.height] = [TILE, TILE];
  const context = tile.getContext('2d');
  const image = new ImageData(TILE, TILE);
  for (let index = 0; index < image.data.length; index += 4) {
    const grey = Math.random() * 255;
    [image.data[index], image.data[index + 1], image.data[index + 2], image.data[index + 3]] = [grey, grey, grey, 255];
  }
  context?.putImageData(image, 0, 0);
  return tile;
}
