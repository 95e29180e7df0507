import type { JsonObject } from '../domain/json.ts';
import type { StepResult } from '../playbook/step-kind.ts';

/** A step that did not end well: the same sentence for the outcome and for the timeline. */
export const ended = (
  is: 'failed' | 'unknown' | 'unverified',
  why: string,
  facts?: JsonObject,
): StepResult => ({
  outcome: { is, why },
  summary: why,
  ...(facts ? { facts } : {}),
});
