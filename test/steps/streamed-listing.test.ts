import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { sha256Hex } from '../../src/evidence/index.ts';
import { openStage } from './stage.ts';

describe.concurrent('a listing that a step acquires', { timeout: 30_000 }, () => {
  const steps = ['set-scope', 'take-snapshot', 'acquire-histories'];

  it('lies on disk a row a line, as the journal has its hash, and its rows are those that were counted', async (test) => {
    const stage = await openStage({ steps }, test.onTestFinished);
    await stage.run({ '*/menu': 'continue', 'acquire-histories/menu': 'quit' });
    const counted = new Map(stage.eventsOf('observation.made').map(({ exhibit, rows }) => [exhibit, rows]));
    const listings = stage
      .eventsOf('exhibit.acquired')
      .map(({ exhibit }) => exhibit)
      .filter(({ source }) => source.from === 'venue' && source.capability.startsWith('list'));
    test
      .expect(listings.map(({ kind }) => kind))
      .toEqual(test.expect.arrayContaining(['balances', 'trades']));
    for (const { id, path, bytes, sha256 } of listings) {
      const content = await readFile(join(stage.files.folder, path));
      const text = content.toString();
      test.expect([content.length, sha256Hex(content)]).toEqual([bytes, sha256]);
      const { rows } = JSON.parse(text) as { readonly rows: readonly unknown[] };
      test.expect(rows).toHaveLength(counted.get(id) ?? -1);
      const lines = text.split('\n').slice(1, -2);
      test.expect(lines.filter((line) => line !== '')).toHaveLength(rows.length);
    }
  });

  it('leaves no draft and no gap in the numbers where the venue refuses it', async (test) => {
    const stage = await openStage({ steps, suspectScopes: ['read'] }, test.onTestFinished);
    stage.venue.faults.inject({ kind: 'status', status: 503 }, { path: '/api/v3/account', times: 50 });
    await stage.run({ '*/menu': 'continue', 'acquire-histories/menu': 'quit' });
    test.expect(stage.eventsOf('failure.recorded')).not.toEqual([]);
    const ids = stage.eventsOf('exhibit.acquired').map(({ exhibit }) => exhibit.id);
    test.expect(ids).toEqual(ids.map((_, at) => `EX-${String(at + 1).padStart(3, '0')}`));
    const names = await readdir(join(stage.files.folder, 'exhibits'));
    test.expect(names.map((name) => name.slice(0, 'EX-001'.length)).sort()).toEqual(ids);
  });
});
