import { z } from 'zod';
import { shareText, type Pseudonyms } from '../../evidence/index.ts';
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
    const path = `${place.path}.${name}`;
    if (isOfPerson(name, value) && typeof one === 'string') return [name, by.of(one)];
    return [name, member ? standIns(member, one, by, { key, path }) : undefined];
  });
  return Object.fromEntries(members);
}

/** Why somebody skipped a step or brought a file, in his own words. */
const isOfPerson = (name: string, value: object): boolean =>
  name === 'why' &&
  (('from' in value && value.from === 'operator') ||
    ('is' in value && (value.is === 'skipped' || value.is === 'waived')));

function ofText(form: z.ZodType, value: string, by: Pseudonyms, { key, path }: Place): string {
  // One of a closed list.
  if (!(form instanceof z.ZodString)) return by.keep(value);
  if (form === amount) return by.of(value);
  if (form === hostTime || form === venueTime || form === namedTime)
    return isTime(value) ? by.keep(value) : by.of(value);
  if (sentences.some((pattern) => pattern.test(path))) return by.inText(value);
  if (words.some((pattern) => pattern.test(path)) && /^[\w ./:+-]{1,60}$/.test(value))
    return by.inName(value);
  return shareText(value, key, by);
}

const isTime = (text: string): boolean => /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z)?$/.test(text);

/** What firebreak put into words here under a name that people's words have elsewhere. */
const sentences: readonly RegExp[] = [
  /^\.summary\.text$/,
  /^\.verdict\.because$/,
  /^\.verdict\.metrics\.name$/,
  /^\.custody\.(?:item|action)$/,
  /^\.limitations$/,
  /\.(?:unusable|missing|method)$/,
  /^\.subjects\.scopeCheck\.(?:what|expected|found)$/,
];

const words: readonly RegExp[] = [
  /^\.identification\.(?:tool|playbook\.(?:id|version))$/,
  /\.(?:capability|list|coverage\.sections)$/,
  /\.restsOn$/,
];
