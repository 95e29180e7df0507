import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crossCheck } from '../../../src/analysis/index.ts';
import { crossChecks } from '../../../src/analysis/cross-checks/registry.ts';
import { books, nothingRead } from '../../support/readings.ts';
import { known } from '../../../src/domain/known.ts';

const folder = new URL('../../../src/analysis/cross-checks/', import.meta.url);

describe('crossCheck', () => {
  it('has a file named as each check', () => {
    const files = readdirSync(folder);
    expect(crossChecks.map(({ id }) => `${id}.ts`).filter((name) => !files.includes(name))).toEqual([]);
  });

  it('compares nothing and says of every check why, when nothing was read', () => {
    const report = crossCheck({ ...nothingRead, bookkeeping: known(books()) });
    expect(report.findings).toEqual([]);
    expect(report.compared).toEqual([]);
    expect(new Set(report.notChecked.map(({ title }) => title))).toEqual(
      new Set(crossChecks.map(({ title }) => title)),
    );
  });

  it('says of a venue without a ledger that it was not compared, and that no other reading would help', () => {
    const why = 'spot has no ledger';
    const { notChecked } = crossCheck({ ...nothingRead, bookkeeping: { known: false, why } });
    expect(notChecked.filter((each) => each.why === why)).toMatchObject([
      { closable: false },
      { closable: false },
    ]);
  });
});
