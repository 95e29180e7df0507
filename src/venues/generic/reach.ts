import { dryRunOf, type SurveyedRead, type SurveyedVenue } from './facts.ts';

/** The wire speaks to port 443 only, and without the list of markets ccxt reads nothing. */
export const isReachable = ({ hosts, marketsNeedKey }: SurveyedVenue): boolean =>
  marketsNeedKey !== true && !hosts.some((host) => host.includes(':'));

export const isSurveyed = (facts: SurveyedVenue, read: SurveyedRead): boolean =>
  facts.reads[read] !== undefined && (isReachable(facts) || read === 'fetchTime');

export const needsOf = (facts: SurveyedVenue, read: SurveyedRead): string | undefined => {
  const line = facts.reads[read];
  return line === undefined || !isSurveyed(facts, read) ? undefined : dryRunOf(line).needs;
};
