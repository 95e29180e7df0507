import { describeMs } from '../../domain/duration.ts';
import type { TimestampDue, TimestampReceived } from '../../domain/run-event.ts';
import { isDrillName, lateFromMs } from '../../evidence/index.ts';
import { recordId, type CaseView } from './case-view.ts';
import { gap, type KindedGap } from './gap.ts';

/** What outside authorities confirmed of the journal, in words; undefined when none did. A drill's is none. */
export function trustedTimeOf(view: CaseView): string | undefined {
  const { record, opened } = view;
  if (record.trustedTime !== undefined || opened.mode === 'drill') return record.trustedTime;
  const outside = received(view).filter(({ event }) => !isDrillName(event.signer));
  const texts = outside.map(
    ({ event }) =>
      `head at ${event.moment} (record ${event.head.seq}): ${event.genTime} by the clock of ${event.authority}`,
  );
  return texts.length === 0 ? undefined : texts.join('; ');
}

/** Why there is none: the record knows more than "nobody did" when somebody was asked. */
export function whyNoTrustedTime(view: CaseView): string {
  if (received(view).length > 0) return 'stamped only by an authority of the drill, which proves nothing';
  const why = dues(view).at(-1)?.event.why;
  return `no outside authority has confirmed a time of this record${why === undefined ? '' : `: ${why}`}`;
}

/** Heads that an authority never stamped, or only later. Where nobody was asked, one gap says so for all. */
export function gapsOfTime(view: CaseView): readonly KindedGap[] {
  return dues(view).flatMap(({ event: due, seq }) =>
    due.authorities.flatMap((authority) => gapOf(view, due, authority, recordId(seq))),
  );
}

function gapOf(view: CaseView, due: TimestampDue, authority: string, restsOn: string): readonly KindedGap[] {
  const what = `The journal’s head at ${due.moment}`;
  const isIt = (one: { readonly authority: string; readonly head: { readonly seq: number } }): boolean =>
    one.authority === authority && one.head.seq === due.head.seq;
  const stamp = received(view).find(({ event }) => isIt(event));
  if (stamp === undefined) {
    const failed = view.records.findLast(
      ({ event }) => event.type === 'timestamp.failed' && isIt(event),
    )?.event;
    const why =
      failed?.type === 'timestamp.failed' ? `${failed.code}: ${failed.why}` : 'no answer before the close';
    return [gap('limit', `${what} was never stamped by ${authority}`, why, [restsOn])];
  }
  const head = view.records.find(({ seq }) => seq === due.head.seq);
  const lateMs = Date.parse(stamp.at) - Date.parse(head?.at ?? stamp.at);
  return lateMs < lateFromMs
    ? []
    : [
        gap(
          'limit',
          `${what} was stamped ${describeMs(lateMs)} later by ${authority}`,
          'no token came before',
          [restsOn, recordId(stamp.seq)],
        ),
      ];
}

const dues = ({ records }: CaseView) =>
  records.flatMap(({ event, seq }) =>
    event.type === 'timestamp.due' ? [{ event: event as TimestampDue, seq }] : [],
  );

const received = ({ records }: CaseView) =>
  records.flatMap(({ event, seq, at }) =>
    event.type === 'timestamp.received' ? [{ event: event as TimestampReceived, seq, at }] : [],
  );
