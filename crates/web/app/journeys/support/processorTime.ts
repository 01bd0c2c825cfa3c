// CPU time of processes, from the kernel.
import { readdirSync, readFileSync } from 'node:fs';

/** The kernel's clock tick: 100 per second. */
const TICK_MS = 10;

interface Counted {
  parent: number;
  own: number;
  /** CPU time of ended children. */
  inherited: number;
}

/** Milliseconds of each process including its descendants, by process id. */
export function processorMs(pids: number[]): Map<number, number> {
  const processes = new Map<number, Counted>();
  for (const name of readdirSync('/proc')) {
    const counted = /^\d+$/.test(name) ? read(name) : null;
    if (counted) processes.set(Number(name), counted);
  }
  const total = (pid: number): number => {
    const counted = processes.get(pid);
    const children = [...processes].filter(([, { parent }]) => parent === pid).map(([child]) => child);
    return (counted ? counted.own + counted.inherited : 0) + children.reduce((sum, child) => sum + total(child), 0);
  };
  return new Map(pids.map((pid) => [pid, total(pid) * TICK_MS]));
}

function read(pid: string): Counted | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the process name, which may contain spaces and parentheses.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ').map(Number);
    const [parent = 0, user = 0, system = 0, childrensUser = 0, childrensSystem = 0] = [fields[1], ...fields.slice(11, 15)];
    return { parent, own: user + system, inherited: childrensUser + childrensSystem };
  } catch {
    // It has ended meanwhile.
    return null;
  }
}
