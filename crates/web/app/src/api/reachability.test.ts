import { afterEach, expect, it } from 'vitest';
import { noteAnswer, noteConnectionLoss, onReachability, reachability } from './reachability';

afterEach(noteAnswer);

it('tells of a loss that a second call confirms, in the words of the last, and of its end at the first answer', () => {
  const heard: string[] = [];
  const stop = onReachability(() => heard.push(reachability()));
  for (const note of [() => noteConnectionLoss('lost'), noteAnswer, () => noteConnectionLoss('lost'), () => noteConnectionLoss('lost'), () => noteConnectionLoss('lost'), () => noteConnectionLoss('away'), noteAnswer]) note();
  stop();
  expect(heard).toEqual(['in-doubt', 'reached', 'in-doubt', 'lost', 'away', 'reached']);
});
