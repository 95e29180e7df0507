import {
  at,
  catalogOf,
  dictionaries,
  dictionaryAt,
  isDictionary,
  listAt,
  those,
  type Objects,
  type Rule,
} from './document.ts';

interface Element {
  readonly name: string;
  readonly type: string;
  readonly of: Readonly<Record<string, unknown>>;
  readonly children: readonly Element[];
  readonly parent: string;
}

function treeOf(objects: Objects): Element | undefined {
  const [rootName, root] = those(objects, '/Type', '/StructTreeRoot')[0] ?? [];
  const [top] = listAt(objects, root?.['/K']);
  return rootName === undefined ? undefined : elementAt(objects, String(top), rootName.replace('obj:', ''));
}

function elementAt(objects: Objects, name: string, parent: string): Element {
  const of = dictionaryAt(objects, name);
  const children = listAt(objects, of['/K'])
    .filter((kid) => typeof kid === 'string' && '/S' in dictionaryAt(objects, kid))
    .map((kid) => elementAt(objects, String(kid), name));
  return { name, type: String(of['/S']).slice(1), of, children, parent };
}

function* all(element: Element | undefined): Generator<Element> {
  if (!element) return;
  yield element;
  for (const child of element.children) yield* all(child);
}

const elements = (objects: Objects): Element[] => [...all(treeOf(objects))];

// ISO 14289-1 §7.2, §7.5, §7.6; ISO 32000-1 §14.8.4.
const mayHold: Readonly<Record<string, readonly string[]>> = {
  Table: ['TR'],
  TR: ['TH', 'TD'],
  L: ['LI'],
  LI: ['Lbl', 'LBody'],
  TOC: ['TOCI'],
};
const mustStandIn: Readonly<Record<string, string>> = {
  TR: 'Table',
  TH: 'TR',
  TD: 'TR',
  LI: 'L',
  Lbl: 'LI',
  LBody: 'LI',
  TOCI: 'TOC',
};
const standard = new Set(
  'Document Sect H1 H2 H3 H4 P Table TR TH TD Figure L LI Lbl LBody Form TOC TOCI Link'.split(' '),
);

/** What ISO 14289-1 and level A of ISO 19005-3 ask of the structure. */
export const structureRules: readonly Rule[] = [
  {
    clause: '7.1 tagged, titled and in a language',
    broken: (objects) => {
      const catalog = catalogOf(objects);
      const marked = dictionaryAt(objects, catalog['/MarkInfo'])['/Marked'] === true;
      const titled = dictionaryAt(objects, catalog['/ViewerPreferences'])['/DisplayDocTitle'] === true;
      return marked && titled && catalog['/Lang'] === 'u:en' ? [] : ['catalog'];
    },
  },
  {
    clause: '7.1 each element is a standard one and knows its parent',
    broken: (objects) => {
      const found = elements(objects);
      const bad = found.filter(({ type, of, parent }) => !standard.has(type) || of['/P'] !== parent);
      return found.length === 0 ? ['no element'] : bad.map(({ name }) => name);
    },
  },
  {
    clause: '7.2 tables, lists and contents hold what they may, and stand where they may',
    broken: (objects) =>
      elements(objects).flatMap(({ type, children }) =>
        children
          .filter(
            (child) =>
              mayHold[type]?.includes(child.type) === false || (mustStandIn[child.type] ?? type) !== type,
          )
          .map((child) => `${child.type} ${child.name} in ${type}`),
      ),
  },
  {
    clause: '7.2 the rows of a table have as many cells',
    broken: (objects) =>
      elements(objects)
        .filter(
          ({ type, children }) =>
            type === 'Table' && new Set(children.map(({ children: of }) => of.length)).size !== 1,
        )
        .map(({ name }) => name),
  },
  {
    clause: '7.3 a figure has a text in its place, and its box',
    broken: (objects) =>
      elements(objects)
        .filter(({ type, of }) => {
          if (type !== 'Figure') return false;
          const box = dictionaryAt(objects, of['/A'])['/BBox'];
          return !/^u:\s*\S.{20,}/su.test(String(of['/Alt'])) || !Array.isArray(box);
        })
        .map(({ name }) => name),
  },
  { clause: '7.4.2 one title, and no level of headings is skipped', broken: skippedHeadings },
  {
    clause: '7.5 a table has header cells, each with its scope',
    broken: (objects) =>
      elements(objects)
        .filter((table) => {
          if (table.type !== 'Table') return false;
          const heads = [...all(table)].filter(({ type }) => type === 'TH');
          const scopes = heads.map(({ of }) => dictionaryAt(objects, of['/A'])['/Scope']);
          return heads.length === 0 || scopes.some((scope) => scope !== '/Column' && scope !== '/Row');
        })
        .map(({ name }) => name),
  },
  { clause: '7.18 annotations are said, and stand in the structure', broken: annotationsOutside },
];

function skippedHeadings(objects: Objects): string[] {
  const found = elements(objects).filter(({ type }) => /^H\d$/.test(type));
  const levels = found.map(({ type }) => Number(type.slice(1)));
  const skipped = found.filter((_, i) => (levels[i] ?? 0) > (levels[i - 1] ?? 0) + 1);
  const titles = levels.filter((level) => level === 1).length;
  return [...skipped.map(({ name }) => name), ...(titles === 1 ? [] : [`${titles} titles`])];
}

function annotationsOutside(objects: Objects): string[] {
  const owners = ownersOf(objects);
  return those(objects, '/Type', '/Page').flatMap(([page, of]) => {
    const annotations = listAt(objects, of['/Annots']);
    const untabbed = annotations.length > 0 && of['/Tabs'] !== '/S' ? [`${page}: /Tabs`] : [];
    const bad = annotations.filter((name) => {
      const annotation = dictionaryAt(objects, name);
      const isLink = annotation['/Subtype'] === '/Link';
      const owner = dictionaryAt(objects, owners.get(Number(annotation['/StructParent'])));
      const holds = listAt(objects, owner['/K']).some((kid) => isDictionary(kid) && kid['/Obj'] === name);
      const said = String(annotation[isLink ? '/Contents' : '/TU']);
      return owner['/S'] !== (isLink ? '/Link' : '/Form') || !holds || !/^u:\s*\S/u.test(said);
    });
    return [...untabbed, ...bad.map(String)];
  });
}

/** The parent tree: the key of a page or annotation → whose it is. */
function ownersOf(objects: Objects): ReadonlyMap<number, unknown> {
  const owners = new Map<number, unknown>();
  const root = those(objects, '/Type', '/StructTreeRoot')[0]?.[1];
  const walk = (node: unknown): void => {
    const { '/Nums': flat, '/Kids': kids } = dictionaryAt(objects, node);
    const numbers = listAt(objects, flat);
    for (let i = 0; i + 1 < numbers.length; i += 2) owners.set(Number(numbers[i]), numbers[i + 1]);
    for (const kid of listAt(objects, kids)) walk(kid);
  };
  walk(at(objects, root?.['/ParentTree']));
  return owners;
}

/** How many structure elements there are in the file, whether the tree reaches them or not. */
export const elementsInFile = (objects: Objects): number =>
  dictionaries(objects).filter(([, of]) => '/S' in of && '/P' in of && '/K' in of).length;

export const elementsInTree = (objects: Objects): number => elements(objects).length;
