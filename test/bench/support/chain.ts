import type { Page, PageRequest, ReadPages, Session, Venue } from '../../../src/venues/contract.ts';

/** The requests of one account that had to wait for the reply of another. */
export interface Chain {
  /** The venue, its lists counted while they are read. */
  readonly venue: Venue;
  /** How many requests the longest chain had, at the end. */
  longest(): number;
}

interface ListCounts {
  /** To learn which sections there are; everything else of the list waits for it. */
  sections: number;
  /** By section, symbol and window: each page there is named by the one before it. */
  readonly pages: Map<string, number>;
}

/**
 * Counts what depends on what: the pages of one piece on each other, all pieces on the question which
 * there are. Where a key's requests must arrive in order, each depends on the one before it.
 */
export function chainAt(declared: Venue): Chain {
  const lists = new Map<string, ListCounts>();
  const watched = Object.entries(declared.capabilities).map(([name, capability]) => {
    if (capability.by !== 'api' || !isList(capability.run)) return [name, capability] as const;
    const counts: ListCounts = { sections: 0, pages: new Map() };
    lists.set(name, counts);
    return [name, { ...capability, run: counted(capability.run, counts) }] as const;
  });
  const venue: Venue = {
    ...declared,
    capabilities: Object.fromEntries(watched) as unknown as Venue['capabilities'],
  };
  return {
    venue,
    longest() {
      const all = [...lists.values()];
      return declared.nonce === undefined
        ? Math.max(...all.map(({ sections, pages }) => sections + Math.max(0, ...pages.values())))
        : all.reduce((sum, { sections, pages }) => sum + sections + total(pages.values()), 0);
    },
  };
}

const total = (counts: Iterable<number>): number => [...counts].reduce((sum, each) => sum + each, 0);

const isList = (run: unknown): run is ReadPages<unknown> =>
  typeof run === 'object' && run !== null && 'page' in run;

function counted(run: ReadPages<unknown>, counts: ListCounts): ReadPages<unknown> {
  const { sections } = run;
  return {
    ...run,
    page(session, request): Promise<Page<unknown>> {
      const piece = pieceOf(request);
      const note = (): void => void counts.pages.set(piece, (counts.pages.get(piece) ?? 0) + 1);
      return run.page(noting(session, note), request);
    },
    ...(typeof sections === 'function'
      ? { sections: (session: Session) => sections(noting(session, () => (counts.sections += 1))) }
      : {}),
  };
}

/** The pages of a window go on by cursor or offset, which are no piece's own. */
const pieceOf = ({ section = '', symbol = '', from = '', to = '' }: PageRequest): string =>
  [section, symbol, from, to].join('\n');

const noting = (session: Session, note: () => void): Session => ({
  ...session,
  call(...asked) {
    note();
    return session.call(...asked);
  },
});
