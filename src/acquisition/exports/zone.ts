import { BadInput } from '../../domain/failure.ts';
import { minutesOf, zoneName, type Zone } from './moment.ts';
import type { Recognised } from './recognise.ts';

/** How the times of one table are meant, and whose word that is. */
export interface ToldZone {
  readonly zone: Zone;
  /** "UTC, as the heading says". */
  readonly inWords: string;
}

/**
 * Decides it by the format's rule. `given` is what the operator said, minutes east of UTC: needed
 * where the file does not tell, refused where it tells otherwise.
 *
 * @throws BadInput
 */
export function zoneOf(table: Recognised, shown: string, given: number | undefined): ToldZone {
  const told = toldByFile(table, shown);
  if (told === undefined) {
    if (given !== undefined) return { zone: given, inWords: `${zoneName(given)}, as the operator says` };
    const { zone } = table.format;
    throw new BadInput(`${shown}: the file does not say in which time zone its times are`, {
      where: '--utc-offset',
      hint: `${zone.by === 'operator' ? `${zone.hint}; then ` : ''}say it: --utc-offset +00:00 for UTC`,
    });
  }
  if (given !== undefined && told.zone !== given) {
    throw new BadInput(`${shown}: its times are ${told.inWords}, not ${zoneName(given)}`, {
      where: '--utc-offset',
      hint: 'leave it out',
    });
  }
  return told;
}

function toldByFile({ format, headings, places, preamble }: Recognised, shown: string): ToldZone | undefined {
  const { zone } = format;
  switch (zone.by) {
    case 'venue':
      return {
        zone: zone.minutes,
        inWords: `${zoneName(zone.minutes)}, as ${format.source.verified ? "the venue's document says" : 'others read it (unverified)'}`,
      };
    case 'cell':
      return { zone: 'in-cell', inWords: 'as each line says' };
    case 'heading': {
      const heading = headings[places.get('at') ?? -1] ?? '';
      return fromText(zone.pattern.exec(heading), 'as the heading says', shown);
    }
    case 'preamble': {
      const match = preamble.map((line) => zone.pattern.exec(line)).find((found) => found !== null);
      return match === undefined ? undefined : fromText(match, 'as a line above the heading says', shown);
    }
    case 'operator':
      return undefined;
  }
}

function fromText(match: RegExpExecArray | null, says: string, shown: string): ToldZone | undefined {
  if (match === null) return undefined;
  const minutes = minutesOf(match[1] ?? '');
  if (minutes === undefined) {
    throw new BadInput(`${shown}: the time zone that it names cannot be read`, { where: shown });
  }
  return { zone: minutes, inWords: `${zoneName(minutes)}, ${says}` };
}
