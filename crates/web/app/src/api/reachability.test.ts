import { afterEach, expect, it } from 'vitest';
import { recordResponse, recordFailure, onReachability, reachability } from './reachability';

afterEach(recordResponse);

it('becomes unreachable only after a second failure, reports the kind of the last one, and recovers with the first response', () => {
  const states: string[] = [];
  const stop = onReachability(() => states.push(reachability()));
  for (const record of [() => recordFailure('unreachable'), recordResponse, () => recordFailure('unreachable'), () => recordFailure('unreachable'), () => recordFailure('unreachable'), () => recordFailure('unavailable'), recordResponse]) record();
  stop();
  expect(states).toEqual(['suspect', 'reachable', 'suspect', 'unreachable', 'unavailable', 'reachable']);
});
