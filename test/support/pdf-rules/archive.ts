import {
  at,
  catalogOf,
  contents,
  dictionaries,
  dictionaryAt,
  leaves,
  listAt,
  those,
  type Objects,
  type Rule,
} from './document.ts';

const names = (found: readonly (readonly [string, unknown])[]): string[] => found.map(([name]) => name);

/** How many bytes qpdf's form of a string takes in the file, at most. */
function bytesOf(string: string): number {
  if (string.startsWith('b:')) return (string.length - 2) / 2;
  const text = string.slice(2);
  // UTF-16 with its mark, unless one byte a character is enough.
  return /^[\x20-\x7e]*$/.test(text) ? text.length : 2 * text.length + 2;
}

function tooLarge(leaf: unknown): boolean {
  if (typeof leaf === 'number') return Number.isInteger(leaf) && Math.abs(leaf) > 2_147_483_647;
  if (typeof leaf !== 'string') return false;
  return leaf.startsWith('/') ? Buffer.byteLength(leaf) > 128 : /^[ub]:/.test(leaf) && bytesOf(leaf) > 32_767;
}

/** The deepest nesting of saved states; strings and names are gone from `operators`. */
function deepest(operators: readonly string[]): number {
  let depth = 0;
  return operators.reduce((most, operator) => {
    depth += operator === 'q' ? 1 : operator === 'Q' ? -1 : 0;
    return Math.max(most, depth);
  }, 0);
}

const operatorsOf = (content: string): string[] =>
  content.replaceAll(/<[0-9a-f]*>|\/[^\s<>[\]/]+/g, ' ').match(/[A-Za-z*]+/g) ?? [];
// What the report draws with; of colours only those that the output intent means (§6.2.4.3).
const drawsWith = new Set(
  'q Q cm w d j J m l c h re S f B W n rg RG BT ET Tf Tm Tj TJ Do BDC BMC EMC MCID'.split(' '),
);

/** Keys that say or do what an archive must not: transparency, actions, scripts, forms of other kinds. */
const forbidden = new Set(
  '/SMask /ExtGState /Group /OPI /Alternates /A /AA /OpenAction /JS /XFA /NeedAppearances /OCProperties /Requirements /PresSteps /AlternatePresentations'.split(
    ' ',
  ),
);

/** What ISO 19005-3 asks of any file, as far as our files have what it speaks of. */
export const archiveRules: readonly Rule[] = [
  {
    clause: '6.1.3 an identifier, no encryption',
    broken: (objects) => {
      const trailer = objects['trailer']?.value ?? {};
      return Array.isArray(trailer['/ID']) && !('/Encrypt' in trailer) ? [] : ['trailer'];
    },
  },
  {
    clause: '6.1.13 strings, names and integers within their limits',
    broken: (objects) => names(dictionaries(objects).filter(([, of]) => [...leaves(of)].some(tooLarge))),
  },
  {
    clause: '6.1.13 strings and saved states in contents within their limits',
    broken: (objects) =>
      names(
        contents(objects).filter(
          ([, content]) => /<[0-9a-f]{65535,}>/.test(content) || deepest(operatorsOf(content)) > 28,
        ),
      ),
  },
  {
    clause: '6.2.2 and 6.2.4.3 nothing but known operators and RGB in contents',
    broken: (objects) =>
      contents(objects).flatMap(([name, content]) =>
        operatorsOf(content)
          .filter((operator) => !drawsWith.has(operator))
          .map((operator) => `${name}: ${operator}`),
      ),
  },
  {
    clause: '6.2.3 one output intent with an RGB profile',
    broken: (objects) => {
      const intents = listAt(objects, catalogOf(objects)['/OutputIntents']);
      const intent = dictionaryAt(objects, intents[0]);
      const profile = dictionaryAt(objects, intent['/DestOutputProfile']);
      return intents.length === 1 && intent['/S'] === '/GTS_PDFA1' && profile['/N'] === 3 ? [] : ['catalog'];
    },
  },
  {
    clause: '6.2.8 to 6.5 nothing transparent, active or interactive',
    broken: (objects) =>
      dictionaries(objects).flatMap(([name, of]) =>
        Object.keys(of)
          // Of an element of the structure, /A has its attributes.
          .filter((key) => forbidden.has(key) && !(key === '/A' && '/P' in of && '/K' in of))
          .map((key) => `${name}: ${key}`),
      ),
  },
  {
    clause: '6.2.8 pictures of eight bits in RGB or grey',
    broken: (objects) =>
      names(
        those(objects, '/Subtype', '/Image').filter(
          ([, of]) =>
            of['/BitsPerComponent'] !== 8 ||
            of['/Interpolate'] === true ||
            !['/DeviceRGB', '/DeviceGray'].includes(String(of['/ColorSpace'])),
        ),
      ),
  },
  { clause: '6.2.11 fonts embedded, with a map to Unicode', broken: fontsNotWhole },
  {
    clause: '6.2.11.8 no missing glyph is drawn',
    broken: (objects) =>
      names(contents(objects).filter(([, content]) => /<(?:[0-9a-f]{4})*?0000/.test(content))),
  },
  {
    clause: '6.3 annotations are printed, and drawn or empty',
    broken: (objects) =>
      names(
        dictionaries(objects).filter(([, of]) => {
          if (of['/Type'] !== '/Annot') return false;
          const look = of['/AP'] === undefined ? {} : dictionaryAt(objects, of['/AP']);
          const drawn = look['/N'];
          const isForm =
            drawn === undefined ||
            (typeof drawn === 'string' && objects[`obj:${drawn}`]?.stream !== undefined);
          return (Number(of['/F']) & 0b100111) !== 0b100 || !isForm;
        }),
      ),
  },
  {
    clause: '6.6.2 metadata of both standards',
    broken: (objects) => {
      const [name] = those(objects, '/Type', '/Metadata')[0] ?? ['none'];
      const data = objects[name]?.stream?.data ?? '';
      const text = Buffer.from(data, 'base64').toString();
      const says = ['<pdfaid:part>3<', '<pdfaid:conformance>A<', '<pdfuaid:part>1<', '<dc:title>'];
      return says.every((one) => text.includes(one)) ? [] : [name];
    },
  },
  { clause: '6.8 attached files say what they are, and to what', broken: filesNotSaid },
];

function fontsNotWhole(objects: Objects): string[] {
  return those(objects, '/Type', '/Font').flatMap(([name, font]) => {
    if (font['/Subtype'] !== '/Type0') return font['/Subtype'] === '/CIDFontType2' ? [] : [name];
    const inner = dictionaryAt(objects, listAt(objects, font['/DescendantFonts'])[0]);
    const file = dictionaryAt(objects, inner['/FontDescriptor'])['/FontFile2'];
    const whole = font['/Encoding'] === '/Identity-H' && inner['/CIDToGIDMap'] === '/Identity';
    const hasMap = objects[`obj:${String(font['/ToUnicode'])}`]?.stream !== undefined;
    return whole && hasMap && objects[`obj:${String(file)}`]?.stream !== undefined ? [] : [name];
  });
}

function filesNotSaid(objects: Objects): string[] {
  const associated = new Set(listAt(objects, catalogOf(objects)['/AF']).map((ref) => `obj:${String(ref)}`));
  const trees = dictionaries(objects).flatMap(([, of]) => listAt(objects, at(objects, of['/EmbeddedFiles'])));
  const listed = JSON.stringify(trees.map((tree) => [...leaves(at(objects, tree))]));
  const found = those(objects, '/Type', '/Filespec');
  const broken = found.filter(([name, of]) => {
    const file = dictionaryAt(objects, dictionaryAt(objects, of['/EF'])['/F']);
    const params = dictionaryAt(objects, file['/Params']);
    const says = ['/F', '/UF', '/AFRelationship'].every((key) => key in of);
    const dated = '/ModDate' in params && /^\/\w+\/[\w.+-]+$/.test(String(file['/Subtype']));
    return !says || !dated || !associated.has(name) || !listed.includes(`"${name.replace('obj:', '')}"`);
  });
  return found.length === 0 ? ['no file is attached'] : names(broken);
}
