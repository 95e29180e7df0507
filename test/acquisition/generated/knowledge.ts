import type { LedgerEntry } from '../../../src/domain/trading.ts';
import { kindsTold, knowingNothing, type Compared, type Knowledge } from './comparing.ts';
import type { History } from './grid.ts';
import { ledgerTruthOf, placeOf, sumsOf, waysOf } from './ledger-truth.ts';
import type { OpenedAccount } from './opened.ts';
import type { GeneratedReading } from './reading.ts';
import { bookedOf, readAs } from './truth.ts';

/** Learns from undisturbed readings in which section each row lies, and how the ledger is told. */
export const learnFrom = (
  compared: readonly Compared[],
  account: OpenedAccount,
): ReadonlyMap<History, Knowledge> =>
  new Map(compared.map(({ name, reading }) => [name, knowledgeOf(name, reading, account)] as const));

function knowledgeOf(name: History, reading: GeneratedReading, account: OpenedAccount): Knowledge {
  const { simulator } = account.world;
  if (name === 'listLedger') {
    const truth = ledgerTruthOf(simulator, account.opening);
    const lines = reading.listing.rows as readonly LedgerEntry[];
    const keyOf = ({ at, asset }: LedgerEntry) => placeOf({ at, asset: account.neutral(asset) });
    return {
      ...knowingNothing,
      sectionsOf: sectionsBy(reading, keyOf),
      ways: waysOf(truth, sumsOf(lines, account.neutral)),
    };
  }
  const sectionsOf = sectionsBy(reading, (row: never) => readAs[name](row, account.neutral).key);
  const toldKinds = kindsTold(bookedOf[name](simulator.books), new Set(sectionsOf.keys()));
  return { ...knowingNothing, sectionsOf, toldKinds };
}

function sectionsBy<Row>(
  { pages }: GeneratedReading,
  keyOf: (row: Row) => string,
): ReadonlyMap<string, ReadonlySet<string | undefined>> {
  const sections = new Map<string, Set<string | undefined>>();
  for (const { request, rows } of pages) {
    for (const key of (rows as readonly Row[]).map(keyOf)) {
      sections.set(key, (sections.get(key) ?? new Set()).add(request.section));
    }
  }
  return sections;
}
