// The clock's digits in a 5 × 7 dot matrix.

export const DOTS_WIDE = 5;
export const DOTS_HIGH = 7;

const SHAPES: Record<string, readonly number[]> = {
  '0': [0b01110, 0b10001, 0b10011, 0b10101, 0b11001, 0b10001, 0b01110],
  '1': [0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
  '2': [0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111],
  '3': [0b11110, 0b00001, 0b00001, 0b01110, 0b00001, 0b00001, 0b11110],
  '4': [0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010],
  '5': [0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110],
  '6': [0b00110, 0b01000, 0b10000, 0b11110, 0b10001, 0b10001, 0b01110],
  '7': [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000],
  '8': [0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110],
  '9': [0b01110, 0b10001, 0b10001, 0b01111, 0b00001, 0b00010, 0b01100],
  ':': [0b00000, 0b00100, 0b00100, 0b00000, 0b00100, 0b00100, 0b00000],
  '.': [0b00000, 0b00000, 0b00000, 0b00000, 0b00000, 0b00100, 0b00100],
};

/** The dots that are on. */
export function dotsFor(character: string): [column: number, row: number][] {
  const rows = SHAPES[character] ?? [];
  return rows.flatMap((bits, row) =>
    Array.from({ length: DOTS_WIDE }, (_, column): [number, number] => [column, row]).filter(
      ([column]) => (bits & (1 << (DOTS_WIDE - 1 - column))) !== 0,
    ),
  );
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** The time with tenths of a second: two pictures side by side show the delay between them. */
export function clockFace(time: Date): string {
  const tenth = Math.floor(time.getMilliseconds() / 100);
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${tenth}`;
}
