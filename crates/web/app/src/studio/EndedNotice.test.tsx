// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import type { EndReason, PastSession } from '../api/types';
import { EndedNotice } from './EndedNotice';

vi.mock('../history/chart/ViewerChart', () => ({ ViewerChart: () => null }));

afterEach(cleanup);

const over = (endReason: EndReason): PastSession => ({
  id: 'one',
  title: 'Pottery',
  startedAt: '2030-01-01T00:00:00.000Z',
  endedAt: '2030-01-01T00:42:00.000Z',
  endReason,
  durationSeconds: 2_520,
  peakViewers: 128,
  totalViewers: 1_204,
  messageCount: 0,
});

it('shows the statistics after an end by the creator', () => {
  render(<EndedNotice session={over('ENDED_BY_CREATOR')} isLoading={false} />);
  expect(screen.getByRole('status', { name: 'Your broadcast has ended' })).toBeTruthy();
  expect(screen.getByText('1,204')).toBeTruthy();
});

it('alerts after an unintended end', () => {
  render(<EndedNotice session={over('STOPPED_BY_ADMIN')} isLoading={false} />);
  const notice = screen.getByRole('alert', { name: 'Your broadcast has ended' });
  expect(notice.textContent).toContain('An admin of this site stopped it.');
});

it('works without statistics', () => {
  render(<EndedNotice session={null} isLoading={false} />);
  expect(screen.getByText(/Viewers see that you are offline/)).toBeTruthy();
  expect(screen.queryByText('Duration')).toBeNull();
});
