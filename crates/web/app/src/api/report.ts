import { logError } from '../errors/logError';
import { isConnectionLoss, isRefusal } from './refusal';

/** A rule's refusal is an answer, and nothing to look into. */
export function report(error: unknown): void {
  if (isRefusal(error) && !isConnectionLoss(error) && error.status < 500) return;
  logError('A call to the service failed', error);
}
