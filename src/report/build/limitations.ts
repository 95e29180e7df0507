import { whyHostClockUnknown } from '../../domain/host-clock-fact.ts';
import type { CaseView } from './case-view.ts';

/** What no record of ours can show, whatever it holds. */
export function buildLimitations({ opened, records }: CaseView): readonly string[] {
  return [
    ...(opened.mode === 'drill'
      ? ['This was a drill on simulated venues: no real account, key or fund was touched.']
      : []),
    'The venues’ own logs (logins, addresses that a key was used from, support actions) cannot be read by API and are not in the record.',
    'An attacker’s other ways in (password, sessions, mailbox, host, a platform) leave no trace in what an API key can read.',
    'Fills are told apart by client order ids. An attacker can copy ours; a person of ours who trades by hand has none.',
    'A loss is valued at one market price; another moment gives another figure.',
    ...(wasReadAfterFindings(records)
      ? [
          'Findings, decisions and summaries of steps count what had been read by then. Lists were read again later: the summary, the loss and the lists count all readings, and may count more.',
        ]
      : []),
    'Times of rows are the venue’s, times of the record are the host’s; their difference was measured only at the moments shown under clocks.',
    'Waits and requests are timed by a clock that never goes back; a duration between two records is the difference of their host times, and a jump of the host’s clock while firebreak ran is in the notes.',
    ...hostClockUnknown(records).map(
      (why) =>
        `Times by the host are those of its own clock, which was not compared with a time server (${why}).`,
    ),
    'A key that is proven dead was refused at the moments of the probes, from the addresses of the probes.',
    ...(opened.mode === 'real'
      ? [
          'No venue tells the address that a request came from. Where a probe went out is this machine’s own address and, where there is one, the proxy’s; a router or proxy that shows the venue another address from one probe to the next is not seen. Where the venue’s refusal may also mean a wrong address, the proof that the key is dead rests on no such change.',
        ]
      : []),
    'The hash chain and the signature show that the record did not change since it was sealed; without an outside time they do not show when that was.',
  ];
}

/** Whether fills, orders or withdrawals were read after a finding was made of earlier readings. */
function wasReadAfterFindings(records: CaseView['records']): boolean {
  const first = records.findIndex(({ event }) => event.type === 'finding.recorded');
  const counted: readonly string[] = ['trades', 'orders', 'withdrawals'];
  return (
    first >= 0 &&
    records
      .slice(first)
      .some(({ event }) => event.type === 'observation.made' && counted.includes(event.what))
  );
}

/** Why this machine's clock was not compared, each reason once; records of older versions say nothing of it. */
function hostClockUnknown(records: CaseView['records']): readonly string[] {
  const reasons = records.flatMap(({ event }) =>
    event.type === 'step.finished' ? (whyHostClockUnknown(event.facts['hostClock']) ?? []) : [],
  );
  return [...new Set(reasons)];
}
