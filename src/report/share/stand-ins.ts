import { z } from 'zod';
import { sentenceKeys, shareText, shareUrl, type Pseudonyms } from '../../evidence/index.ts';
import { amount, hostTime, namedTime, venueTime } from '../schema/words.ts';

/**
 * A value of the report with stand-ins, by the form that the report has: what can only be one of a list, a number or a
 * truth stays; an amount goes; a time stays if it is one; any other text as its name says.
 */
export function standIns(form: z.ZodType, value: unknown, by: Pseudonyms, place: Place = top): unknown {
  const inner = unwrapped(form);
  if (inner instanceof z.ZodUnion) return ofUnion(inner, value, by, place);
  if (inner instanceof z.ZodArray) {
    const element = inner.element as z.ZodType;
    return Array.isArray(value) ? value.map((one: unknown) => standIns(element, one, by, place)) : value;
  }
  if (inner instanceof z.ZodObject) return ofObject(inner, value, by, place);
  if (typeof value === 'number') by.keep(String(value));
  return typeof value === 'string' ? ofText(inner, value, by, place) : value;
}

interface Place {
  /** The member's name; of a known fact, of a row in a list: that of the fact, of the list. */
  readonly key: string;
  /** Names from the top down, joined with dots. */
  readonly path: string;
}

const top: Place = { key: '', path: '' };

function unwrapped(form: z.ZodType): z.ZodType {
  return form instanceof z.ZodOptional || form instanceof z.ZodExactOptional
    ? unwrapped(form.unwrap() as z.ZodType)
    : form;
}

function ofUnion(form: z.ZodUnion, value: unknown, by: Pseudonyms, place: Place): unknown {
  const options = form.options as readonly z.ZodType[];
  const option = options.find((one) => one.safeParse(value).success);
  // It was read by this form: one of them fits.
  return option ? standIns(option, value, by, place) : undefined;
}

function ofObject(form: z.ZodObject, value: unknown, by: Pseudonyms, place: Place): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const shape = form.shape as Readonly<Record<string, z.ZodType>>;
  const members = Object.entries(value).map(([name, one]): [string, unknown] => {
    const member = shape[name];
    const key = name === 'value' && 'known' in value && place.key !== '' ? place.key : name;
    // Why a fact is not known is always put by a rule; "why" elsewhere may be anybody's words.
    const path = `${placeOf(place, value)}.${name === 'why' && 'known' in value ? 'unknown' : name}`;
    if (isOfPerson(name, value) && typeof one === 'string') return [name, by.of(one)];
    return [name, member ? standIns(member, one, by, { key, path }) : undefined];
  });
  return Object.fromEntries(members);
}

/** What a rule says of the report itself is no fact of anybody; a point that is not named here is closed. */
const placeOf = ({ path }: Place, value: object): string =>
  path === '.particulars' && 'what' in value && ofTheReport.has(String(value.what)) ? `${path}.ours` : path;

const ofTheReport: ReadonlySet<string> = new Set([
  ...['Report id', 'Version', 'Generated', 'Status', 'Author'],
  ...['Time looked at', 'Never in scope'],
  ...['Tool', 'SHA-256 of the program', 'Playbook', 'Real or drill', 'Time zone'],
  ...['Case opened', 'First trace'],
  ...[4, 24, 72].map((hours) => `${hours} hours after the opening`),
  'one month after the opening',
]);

/** Why somebody skipped a step or brought a file, what he wrote down as left to do: in his own words. */
function isOfPerson(name: string, value: object): boolean {
  if ('status' in value && value.status === 'recorded') return name === 'what' || name === 'because';
  return (
    name === 'why' &&
    (('from' in value && value.from === 'operator') ||
      ('is' in value && (value.is === 'skipped' || value.is === 'waived')))
  );
}

function ofText(form: z.ZodType, value: string, by: Pseudonyms, { key, path }: Place): string {
  // One of a closed list.
  if (!(form instanceof z.ZodString)) return by.keep(value);
  if (form === amount) return by.of(value);
  if (form === hostTime || form === venueTime || form === namedTime)
    return isTime(value) ? by.keep(value) : by.of(value);
  if (sentences.some((pattern) => pattern.test(path))) return by.inText(value);
  if (path === '.acquisitions.requests.endpoint') return endpointIn(value, by);
  if (path === '.acquisitions.requests.answers' && /^\d{3}$/.test(value)) return by.keep(value);
  if (words.some((pattern) => pattern.test(path)) && /^[\w ./:+-]{1,60}$/.test(value))
    return by.inName(value);
  // A new member of the model is closed until somebody says here that a rule writes it.
  if (sentenceKeys.has(key) || /\s/.test(value)) return by.of(value);
  return shareText(value, key, by);
}

/** Host and path are the venue's and in its documents; an id or an address in the path is somebody's. */
const endpointIn = (endpoint: string, by: Pseudonyms): string =>
  shareUrl(`https://${endpoint}`, by).replace(/^https:\/\//, '');

const isTime = (text: string): boolean => /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z)?$/.test(text);

/** What firebreak puts into words by its rules. Every other text is gone, whatever its name is. */
const sentences: readonly RegExp[] = [
  /\.unknown$/,
  /^\.identification\.title$/,
  /^\.verdict\.(?:because|metrics\.name|numbers\.harm)$/,
  /^\.summary\.text$/,
  /^\.subjects\.deathProof\.value\.why$/,
  /^\.subjects\.scopeCheck\.(?:what|expected|found)$/,
  /^\.timeline\.what$/,
  /^\.actions\.(?:what|why|undo|verification)$/,
  /^\.steps\.(?:title|summary|outcome\.why)$/,
  /^\.findings\.(?:title|detail|confidenceBecause|otherwise)$/,
  /^\.gaps\.(?:what|why)$/,
  /^\.decisions\.(?:what|recommended)$/,
  /^\.custody\.(?:item|action)$/,
  /^\.exhibits\.(?:title|source\.why)$/,
  /^\.accounts\..*\.(?:unusable|method)$/,
  /^\.accounts\.(?:.*\.coverage\.holes|coverage\.openHoles)\.(?:what|why)$/,
  /^\.accounts\.(?:unrecognised\.value\.(?:bySymbol|unpriced)|strangeFills\.value)\.why$/,
  /^\.verdict\.numbers\.moneyLost\.value\.method$/,
  /^\.sharedLists\.parts\.missing$/,
  /^\.limitations$/,
  /^\.particulars\.(?:ours\.)?what$/,
  /^\.particulars\.ours\.value\.value$/,
  /^\.acquisitions\.(?:completeness\.value|requests\.answers)$/,
  // Of those that people recorded, see `isOfPerson`.
  /^\.recommendations\.(?:what|because)$/,
];

const words: readonly RegExp[] = [
  /^\.identification\.(?:tool|playbook\.(?:id|version))$/,
  /\.(?:capability|list|venueName|section|wallet|coverage\.sections)$/,
  /\.restsOn$/,
  /^\.recommendations\.id$/,
  /^\.acquisitions\.requests\.parameters$/,
];
