import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { buildReport, readBag } from '../../../src/report/index.ts';
import { sampleFolder } from '../../support/sample.ts';

describe('the requests of an act that another lane read beside', async () => {
  const { records, readExhibit } = await readBag(join(sampleFolder, 'bag'));
  const urlsOf = (what: string): readonly string[] => {
    const { actions } = buildReport({ records, readExhibit });
    return actions
      .filter((action) => action.what === what)
      .flatMap(({ exchanges }) => exchanges.map(({ url }) => url));
  };

  it('do not hold a history that another step kept in an exhibit', () => {
    const finished = records.flatMap(({ event }) =>
      event.type === 'act.finished' && event.act.includes('revoke-key') ? event.exchanges : [],
    );
    // The record holds them, or this test would show nothing.
    expect(finished.length).toBeGreaterThan(20);
    const urls = urlsOf('revoke key');
    expect(urls.filter((url) => /myTrades|allOrders|withdraw|deposit/.test(url))).toEqual([]);
  });

  it('hold what read the world back', () => {
    expect(urlsOf('revoke key').some((url) => url.includes('/apiRestrictions'))).toBe(true);
    expect(urlsOf('create key').some((url) => url.includes('/apiRestrictions'))).toBe(true);
  });
});
