// The report of a connection check, for the people who run the site. Pure. Always in English, and without tokens.
import { STEPS, type Results, type StepResult } from './steps';
import { verdictOf } from './verdict';

export interface ReportContext {
  at: Date;
  wsUrl: string;
  userAgent: string;
}

export function reportText(results: Results, { at, wsUrl, userAgent }: ReportContext): string {
  return [
    `onair-connection-check: ${at.toISOString()}`,
    `result: ${verdictOf(results)}`,
    `media-server: ${wsUrl}`,
    `browser: ${userAgent}`,
    '',
    ...STEPS.map((step) => `${step}: ${resultText(results[step])}`),
  ].join('\n');
}

function resultText(result: StepResult): string {
  switch (result.status) {
    case 'passed':
    case 'failed':
      return `${result.status} (${result.detail})${'isProcessorLimited' in result && result.isProcessorLimited === true ? ', limited by the processor' : ''}`;
    case 'skipped':
      return `skipped (${result.reason})`;
    case 'waiting':
    case 'running':
      return 'not finished';
  }
}
