import type { RunEnd } from '../run/run.ts';

/** One table, printed in the README. */
export const exitCodes = {
  verified: 0,
  internalError: 1,
  badInput: 2,
  stoppedOpen: 3,
  finishedUnverified: 4,
  verificationFailed: 5,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** 0 only when every step that was to be done is verified; what was waived by name is not. */
export function exitCodeOf(end: RunEnd): ExitCode {
  if (end.is === 'stopped') return end.interrupted ? exitCodes.interrupted : exitCodes.stoppedOpen;
  const clean = end.outcomes.every((outcome) => outcome.is === 'verified');
  return clean ? exitCodes.verified : exitCodes.finishedUnverified;
}
