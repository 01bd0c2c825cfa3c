// A QR code as the path of an SVG. Pure.

/** Blank modules around the code, which scanners need. */
export const QUIET_ZONE = 4;

/** One square per dark module; neighbours in a row are one rectangle. */
export function qrPath(modules: readonly (readonly boolean[])[]): string {
  return modules.flatMap((row, y) => runsOf(row).map(([x, width]) => `M${x + QUIET_ZONE} ${y + QUIET_ZONE}h${width}v1h-${width}z`)).join('');
}

function runsOf(row: readonly boolean[]): [start: number, length: number][] {
  const runs: [number, number][] = [];
  for (const [x, isDark] of row.entries()) {
    const last = runs.at(-1);
    if (!isDark) continue;
    if (last && last[0] + last[1] === x) last[1] += 1;
    else runs.push([x, 1]);
  }
  return runs;
}
