import { count, moment } from '../format.ts';
import { drawTable } from '../table.ts';
import type { Section } from './section.ts';

export const clocks: Section = {
  id: 'clocks',
  title: 'Clocks',
  extent: ({ clocks: all }) => (all.length === 0 ? 'none measured' : count(all.length, 'measurement')),
  draw: ({ clocks: all, identification }, flow) => {
    flow.paragraph(
      `Times by the host are those of ${identification.environment.host} in UTC; firebreak sets no clock. Times by a venue are as the venue wrote them. The offset is the venue’s clock less the host’s, measured at the middle of one request; it is uncertain by half the round trip.`,
    );
    if (all.some(({ timeServer }) => timeServer)) {
      flow.paragraph(
        'A line “ntp:…” is a time server (NTP, not authenticated) against the host: an offset of +5 says that the host was 5 ms behind it.',
      );
    }
    if (all.length === 0) {
      return flow.none(
        'None: no venue’s clock was measured, so times by host and by venue may not be compared.',
      );
    }
    drawTable(flow, {
      columns: [
        { title: 'When', width: 12, namesRow: true },
        { title: 'Venue', width: 18, namesRow: true },
        { title: 'Host time (UTC, host)', width: 'fit', face: 'mono' },
        { title: 'Offset, ms', width: 14, align: 'right', face: 'mono' },
        { title: 'Uncertain by, ± ms', width: 16, align: 'right', face: 'mono' },
        { title: 'Round trip, ms', width: 14, align: 'right', face: 'mono' },
      ],
      rows: all.map((clock) => [
        clock.moment,
        clock.venue,
        moment(clock.at),
        signed(clock.offsetMs),
        String(Math.ceil(clock.roundTripMs / 2)),
        String(Math.round(clock.roundTripMs)),
      ]),
    });
  },
};

const signed = (ms: number): string => (ms > 0 ? `+${Math.round(ms)}` : String(Math.round(ms)));
