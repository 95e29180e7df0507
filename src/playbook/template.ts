import type { Account } from '../domain/account.ts';
import { BadInput } from '../domain/failure.ts';
import type { Json } from '../domain/json.ts';

/**
 * A template names one value: "{{ triage.severity }}". Nothing is computed and nothing is called; what
 * is put in is not read again, so a value from a venue that looks like a template stays text.
 */
const opening = /\{\{(?:([^{}]*)\}\})?/g;
const nameInside = /^\s*([A-Za-z][\w-]*(?:\.[A-Za-z][\w-]*)+)\s*$/;

/** What a template can say of the account that a lane is about, beside facts. */
export const accountNames: Readonly<Record<string, (account: Account) => Json>> = {
  'account.id': (account) => account.id,
  'account.venue': (account) => account.venue,
  'account.label': (account) => account.label,
  'account.task': (account) => account.task,
  'account.dependents': (account) => account.dependents.join(', ') || 'nothing that was named',
  // The key that the incident is about; the other two are "responder" and "replacement".
  'account.key': () => 'suspect',
};

/** A template that names nothing known, or that is no name at all. `template` is what stands in it. */
export class UnfilledTemplate extends BadInput {
  override readonly name = 'UnfilledTemplate';
  readonly template: string;

  constructor(template: string, message: string) {
    super(message, { where: template, hint: 'a template is "{{ account.id }}" or "{{ <step>.<fact> }}"' });
    this.template = template;
  }
}

/**
 * Returns the value with each template replaced by what `lookup` gives for its name. Text that is one
 * template keeps the type of the value; inside longer text only text and numbers have a place.
 * @throws {UnfilledTemplate} when a name is unknown, malformed, or its value has no place in the text
 */
export function fillTemplate(value: Json, lookup: (name: string) => Json | undefined): Json {
  if (typeof value === 'string') return fillText(value, lookup);
  if (Array.isArray(value)) return value.map((item: Json) => fillTemplate(item, lookup));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillTemplate(item, lookup)]));
}

function fillText(text: string, lookup: (name: string) => Json | undefined): Json {
  const [first] = templatesIn(text);
  if (first?.written === text) return valueOf(first, lookup);
  return text.replace(opening, (written: string, inside: string | undefined) => {
    const template = readTemplate(written, inside);
    return wordFor(template, valueOf(template, lookup));
  });
}

function valueOf(template: Template, lookup: (name: string) => Json | undefined): Json {
  if (template.name === undefined) throw new UnfilledTemplate(template.written, 'this is not a template');
  const value = lookup(template.name);
  if (value === undefined)
    throw new UnfilledTemplate(template.written, `nothing is known as "${template.name}"`);
  return value;
}

function wordFor(template: Template, value: Json): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new UnfilledTemplate(
    template.written,
    `"${template.name}" is neither text nor a number: it must stand alone`,
  );
}

interface Template {
  /** As it stands in the text, braces included. */
  readonly written: string;
  /** Absent when what stands in the braces is no name, or the braces do not close. */
  readonly name?: string;
}

/** Returns the templates of a text in their order, malformed ones included. */
export const templatesIn = (text: string): Template[] =>
  [...text.matchAll(opening)].map(([written, inside]) => readTemplate(written, inside));

function readTemplate(written: string, inside: string | undefined): Template {
  const name = nameInside.exec(inside ?? '')?.[1];
  return name === undefined ? { written } : { written, name };
}
