import {
  capabilityNames,
  capabilityTable,
  capabilityTitles,
  genericVenueIds,
  type Venue,
} from '../venues/index.ts';
import {
  describeVenue,
  neededScopes,
  type DescribedCapability,
  type DescribedVenue,
} from './describe-venue.ts';

/**
 * docs/venues.md: made from the declarations alone, so it cannot say anything else than the program
 * does. A test fails when the file and this differ.
 */
export function venuesDocument(venues: readonly Venue[]): string {
  return [
    '# What can be done at each venue',
    '',
    'Made from the declarations by `npx firebreak venues --markdown`; a test fails when it differs.',
    '**api**: with a key. **hand**: at the venue’s page, firebreak leads. **nobody**: not at all. **?**: no document shows it.',
    '',
    ...tableOf(venues),
    '',
    ...venues.flatMap((venue) => chapterOf(describeVenue(venue))),
    ...genericChapter(),
  ].join('\n');
}

function tableOf(venues: readonly Venue[]): readonly string[] {
  return [
    `| | ${venues.map(({ name }) => name).join(' | ')} |`,
    `|---|${venues.map(() => '---|').join('')}`,
    ...capabilityTable(venues).map(({ title, cells }) => `| ${title} | ${cells.join(' | ')} |`),
  ];
}

function chapterOf(venue: DescribedVenue): readonly string[] {
  return [
    `## ${venue.name}`,
    '',
    `A key has: ${venue.credentialParts.map((part) => `\`${part}\``).join(', ')}. Hosts: ${venue.hosts.map((host) => `\`${host}\``).join(', ')}.`,
    '',
    '| capability | by | needs | what to know | written in |',
    '|---|---|---|---|---|',
    ...capabilityNames.map((name) => lineOf(capabilityTitles[name], venue.capabilities[name])),
    '',
    '**What it forgets.** ' +
      (venue.deadlines.map(({ what, within }) => cell(`${what}: ${within}`)).join('; ') ||
        'Nothing that is known.'),
    '',
    `**When a key counts as dead.** ${cell(venue.deathProof)}`,
    '',
    '**Not verified by any document.**',
    '',
    ...(venue.notVerified.length === 0
      ? ['- Nothing noted.']
      : venue.notVerified.map((line) => `- ${cell(line)}`)),
    '',
    ...guidesOf(venue),
  ];
}

function lineOf(title: string, capability: DescribedCapability): string {
  const { by, note, why, page, where } = capability;
  const about = [note, why, page].filter((part) => part !== undefined).join(' · ');
  return `| ${title} | ${by} | ${neededScopes(capability)} | ${cell(about)} | ${cell(where)} |`;
}

/** The steps of everything by hand: what the operator does and what he will see. */
function guidesOf(venue: DescribedVenue): readonly string[] {
  return capabilityNames.flatMap((name) => {
    const { page, instructions = [] } = venue.capabilities[name];
    if (instructions.length === 0) return [];
    return [
      `### ${venue.name}: ${capabilityTitles[name].toLowerCase()}, by hand`,
      '',
      `At ${page ?? ''}`,
      '',
      ...instructions.map((line, index) => `${index + 1}. ${cell(line)}`),
      '',
    ];
  });
}

const genericChapter = (): readonly string[] => (genericVenueIds().length === 0 ? [] : genericLines());

const genericLines = (): readonly string[] => [
  '## Every other venue of ccxt',
  '',
  'By a generic declaration: `npx firebreak venues <id>` shows what a dry run of ccxt offers there.',
  'Keys are revoked and created by hand; a key’s death is seldom proven, and then it says so.',
  '',
  genericVenueIds()
    .map((id) => `\`${id}\``)
    .join(' '),
  '',
];

// A cell of a table holds neither a bar nor a line break; nothing in it is markup of ours.
const cell = (text: string): string =>
  text
    .replaceAll('|', '\\|')
    .replaceAll('<', '&lt;')
    .replace(/\s*\n\s*/g, ' ');
