import { createPaint, showable, wrapText } from '../terminal/index.ts';
import {
  capabilityNames,
  capabilityTable,
  capabilityTitles,
  findVenue,
  genericVenueIds,
  venues as declared,
  type Venue,
} from '../venues/index.ts';
import type { Environment } from './environment.ts';
import { exitCodes, type ExitCode } from './exit-codes.ts';
import { describeVenue, neededScopes, type DescribedCapability } from './describe-venue.ts';
import { venuesDocument } from './venues-document.ts';

export interface VenuesFlags {
  readonly json?: boolean;
  readonly markdown?: boolean;
}

/** `firebreak venues [id]`: what can be done at each venue by API, by hand, by nobody. */
export async function venues(
  id: string | undefined,
  { json, markdown }: VenuesFlags,
  { stdout, usesColor }: Environment,
): Promise<ExitCode> {
  const chosen = id === undefined ? declared : [findVenue(id)];
  const text = json
    ? JSON.stringify(chosen.map(describeVenue))
    : markdown
      ? venuesDocument(chosen).trimEnd()
      : (id === undefined ? overview() : chosen.flatMap((venue) => inFull(venue, usesColor))).join('\n');
  stdout.write(`${text}\n`);
  return exitCodes.verified;
}

const titleWidth = 32;
const cellWidth = 9;
const width = 80;

/** One table, every venue with a declaration of its own; two blocks where 80 columns do not hold them. */
function overview(): readonly string[] {
  const perBlock = Math.floor((width - titleWidth) / cellWidth);
  const blocks = Array.from({ length: Math.ceil(declared.length / perBlock) }, (_, n) =>
    declared.slice(n * perBlock, (n + 1) * perBlock),
  );
  const generic = genericVenueIds();
  return [
    ...blocks.flatMap((block) => [...table(block), '']),
    'api = with a key; hand = at the venue’s page, firebreak leads; nobody = not at',
    'all; ? = no document shows it. `firebreak venues <id>` says why and where.',
    ...genericLines(generic),
  ];
}

// While there is no generic declaration, nothing is promised of one.
const genericLines = (generic: readonly string[]): readonly string[] =>
  generic.length === 0 ? [] : ['', ...wrapText(genericNote(generic), width)];

const genericNote = (generic: readonly string[]): string =>
  `${generic.length} more by ccxt, generic: reads as far as a dry run of ccxt shows them, keys by hand, ` +
  `death seldom proven: ${generic.join(' ')}`;

function table(block: readonly Venue[]): readonly string[] {
  const head = ''.padEnd(titleWidth) + block.map(({ name }) => name.padEnd(cellWidth)).join('');
  const rows = capabilityTable(block).map(
    ({ title, cells }) =>
      title.slice(0, titleWidth - 1).padEnd(titleWidth) +
      cells.map((cell) => cell.padEnd(cellWidth)).join(''),
  );
  return [head, ...rows].map((line) => line.trimEnd());
}

function inFull(venue: Venue, usesColor: boolean): readonly string[] {
  const paint = createPaint(usesColor);
  const { deadlines, deathProof, notVerified, ...about } = describeVenue(venue);
  const strong = (text: string): string => paint('strong', text);
  return [
    strong(`${about.name} (${about.id})`),
    ...wrapText(`A key has: ${about.credentialParts.join(', ')}. Hosts: ${about.hosts.join(', ')}.`, width),
    '',
    ...capabilityNames.flatMap((name) =>
      capabilityLines(capabilityTitles[name], about.capabilities[name], strong),
    ),
    '',
    strong('What it forgets'),
    ...(deadlines.length === 0 ? ['  Nothing that is known.'] : []),
    ...deadlines.flatMap(({ what, within, where }) => indented(`${what}: ${within} (${where})`)),
    '',
    strong('When a key counts as dead'),
    ...indented(deathProof),
    '',
    strong('Not verified by any document'),
    ...(notVerified.length === 0 ? ['  Nothing noted.'] : notVerified.flatMap((line) => indented(line))),
  ];
}

function capabilityLines(
  title: string,
  capability: DescribedCapability,
  strong: (text: string) => string,
): readonly string[] {
  const { by, note, why, page, where } = capability;
  const needed = neededScopes(capability);
  const scopes = needed === '' ? '' : `, needs ${needed}`;
  return [
    strong(`${title}: ${by}${scopes}`),
    ...(note === undefined ? [] : indented(note)),
    ...(why === undefined ? [] : indented(why)),
    ...(page === undefined ? [] : indented(page)),
    ...indented(where),
  ];
}

const indented = (text: string): readonly string[] =>
  wrapText(showable(text), width - 2).map((line) => `  ${line}`);
