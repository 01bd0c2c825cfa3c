// The position of the moving shape at a time.

interface Place {
  x: number;
  y: number;
  /** The number of wall hits so far. */
  touched: number;
}

export type Motion = (seconds: number, room: { width: number; height: number }) => Place;

const ACROSS_PER_SECOND = 96;
const DOWN_PER_SECOND = 67;

/** Straight lines, reflected by each wall. */
export const bouncing: Motion = (seconds, { width, height }) => {
  const [x, walls] = toAndFro(seconds * ACROSS_PER_SECOND, width);
  const [y, floors] = toAndFro(seconds * DOWN_PER_SECOND, height);
  return { x, y, touched: walls + floors };
};

function toAndFro(way: number, length: number): [place: number, turns: number] {
  const turns = Math.floor(way / length);
  const rest = way - turns * length;
  return [turns % 2 === 0 ? rest : length - rest, turns];
}

/** A slow closed curve. */
export const floating: Motion = (seconds, { width, height }) => ({
  x: (width / 2) * (1 + 0.8 * Math.sin(seconds * 0.31)),
  y: (height / 2) * (1 + 0.7 * Math.sin(seconds * 0.47 + 1)),
  touched: 0,
});
