import type { Document, YAMLError } from 'yaml';
import type { LocatedFlaw } from './flaw.ts';

// In our own words only: the parser's may quote the text, and the text may be a secret.
const words: Readonly<Record<string, readonly [message: string, hint?: string]>> = {
  TAB_AS_INDENT: ['a tab indents this line', 'indent with spaces'],
  BAD_INDENT: [
    'not YAML: this line is not indented like its neighbours',
    'lines of one list or map start in one column; or a bracket above is not closed',
  ],
  DUPLICATE_KEY: ['this name stands here twice'],
  MULTIPLE_DOCS: ['a second document begins here', 'one file holds one document: remove the "---"'],
  MULTILINE_IMPLICIT_KEY: ['not YAML: a ":" is missing here, or a quote is not closed'],
  BLOCK_AS_IMPLICIT_KEY: ['a second ":" in this line', 'put text that holds ": " in quotes'],
  MISSING_CHAR: [
    'not YAML: a character is missing here',
    'look for a ":", quote or bracket that is not closed',
  ],
  UNEXPECTED_TOKEN: ['not YAML: this does not belong here', 'put text with special characters in quotes'],
  BAD_SCALAR_START: ['not YAML: text cannot start with this character', 'put the text in quotes'],
  BAD_ALIAS: [
    'aliases (*name) are not read',
    'write the value out here, or put text that starts with "*" in quotes',
  ],
  BAD_DQ_ESCAPE: ['not YAML: this escape is unknown', 'use single quotes around text with "\\"'],
  BAD_DIRECTIVE: ['directives (%NAME) are not read', 'remove the line'],
  TAG_RESOLVE_FAILED: ['tags (!name) are not read', 'put text that starts with "!" in quotes'],
  RESOURCE_EXHAUSTION: ['nested too deep'],
};

/** What the parser found: errors, and warnings where the text could be read in more than one way. */
export function syntaxFlaws(document: Document.Parsed, text: string): LocatedFlaw[] {
  const directive = document.directives?.yaml.explicit === true ? [directiveFlaw(text)] : [];
  // The other warnings are about tags and anchors: the reader refuses those where they stand.
  const unclear = document.warnings.filter(({ code }) => code === 'BAD_INDENT' || code === 'BAD_DIRECTIVE');
  return [...document.errors, ...unclear].map(flawOf).concat(directive);
}

// With `%YAML 1.1` on top other readers take `yes` for true and 1:30 for 90.
const directiveFlaw = (text: string): LocatedFlaw => ({
  offset: Math.max(0, text.search(/^%/m)),
  message: 'directives (%NAME) are not read',
  hint: 'remove the line',
});

function flawOf({ code, pos }: YAMLError): LocatedFlaw {
  const [message, hint] = words[code] ?? ['this is not YAML'];
  return { offset: pos[0], message, ...(hint === undefined ? {} : { hint }) };
}
