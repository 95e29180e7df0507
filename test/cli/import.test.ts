import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { reportOf } from '../../src/cli/export-case.ts';
import type { JournaledEvent } from '../../src/domain/run-event.ts';
import { lockCase, readJournal } from '../../src/evidence/index.ts';
import { openCaseToAdd } from '../../src/run/index.ts';
import { headings, lines } from '../acquisition/exports/support.ts';
import { manualClock } from '../support/manual-clock.ts';
import { makeZip } from '../support/make-zip.ts';
import { firebreak, startFirebreak, treeOf, type Place } from './support/command.ts';
import { once } from './support/once.ts';

const env = { KEY: 'the-key-that-leaked', SECRET: 'and-its-secret' };
const config = lines(
  'accounts:',
  ...['kraken', 'binance'].map(
    (venue) =>
      `  - { id: ${venue}-main, venue: ${venue}, label: Main at ${venue}, task: trading-bot, credentials: { label: k, apiKey: env:KEY, secret: env:SECRET } }`,
  ),
);

interface OpenCase {
  readonly place: Place;
  readonly id: string;
  readonly folder: string;
}

const begun = once(async (place) => {
  writeFileSync(join(place.cwd, 'answers.yaml'), 'operator: Kim\nanswers: {}\n');
  writeFileSync(join(place.cwd, 'firebreak.yaml'), config);
  const ran = await firebreak(['respond', '--answers', 'answers.yaml'], place, { env });
  expect([ran.code, ran.stderr]).toEqual([3, '']);
});

/** A case that stopped at its first question: nothing was sent anywhere. */
async function openCase(): Promise<OpenCase> {
  const place = await begun();
  const id = readdirSync(place.home).find((name) => name.startsWith('FB-')) ?? '';
  return { place, id, folder: join(place.home, id) };
}

const journalOf = ({ folder }: OpenCase) => readJournal(readFileSync(join(folder, 'journal/journal.jsonl')));
const eventsOf = (open: OpenCase): readonly JournaledEvent[] =>
  journalOf(open).records.map(({ event }) => event);
const write = ({ place }: OpenCase, name: string, content: string | Uint8Array): void =>
  writeFileSync(join(place.cwd, name), content);
const importing = ({ place }: OpenCase, file: string, ...flags: readonly string[]) =>
  firebreak(['import', file, '--account', 'kraken-main', ...flags], place);

const ledger = (id: string, time = '2024-01-02 03:04:05'): string =>
  `${id},R${id},${time},trade,,currency,,XXBT,,-0.5,0.001,1`;
const ledgers = lines(headings.krakenLedgers, ledger('L1'), ledger('L2'));

describe('firebreak import', () => {
  it('keeps the file byte for byte and its rows beside it, through the journal, and leaves the run alone', async () => {
    const open = await openCase();
    const zip = makeZip([{ name: 'ledgers.csv', content: ledgers }]);
    write(open, 'ledgers.zip', zip);
    const before = eventsOf(open);
    const ran = await importing(open, 'ledgers.zip', '--by', 'K. Muster');
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    const sha256 = createHash('sha256').update(zip).digest('hex');
    for (const said of [sha256, 'EX-001', '2 of ledger from ledgers.csv', 'UTC, as the venue', 'K. Muster'])
      expect(ran.stdout).toContain(said);
    expect(ran.stdout).toMatch(/told by the\s+venue's export, proven as far as the file says/);

    const { ok } = journalOf(open);
    const added = eventsOf(open).slice(before.length);
    expect([ok, added.map(({ type }) => type)]).toEqual([
      true,
      ['exhibit.acquired', 'exhibit.acquired', 'observation.made', 'result.kept'],
    ]);
    const [original, rows] = added.flatMap((event) =>
      event.type === 'exhibit.acquired' ? [event.exhibit] : [],
    );
    expect(original).toMatchObject({
      id: 'EX-001',
      kind: 'attachment',
      sha256,
      acquiredBy: 'K. Muster',
      source: { from: 'operator', why: "operator's export from Kraken, file ledgers.zip" },
    });
    const kept = join(open.folder, original?.path ?? '');
    expect(readFileSync(kept).equals(zip)).toBe(true);
    expect(statSync(kept).mode & 0o777).toBe(0o600);
    const listing: unknown = JSON.parse(readFileSync(join(open.folder, rows?.path ?? ''), 'utf8'));
    expect(listing).toMatchObject({
      rows: [{ id: 'L1', asset: 'XBT', change: '-0.5' }, { id: 'L2' }],
      told: { by: 'export', file: { exhibit: 'EX-001', sha256 }, entry: 'ledgers.csv', formatVerified: true },
    });
    expect(added[2]).toMatchObject({ account: 'kraken-main', what: 'ledger', rows: 2, toldBy: 'export' });
    expect(readdirSync(open.folder).filter((name) => name.startsWith('case.lock'))).toEqual([]);

    const resumed = await firebreak(['resume', '--answers', 'answers.yaml'], open.place, { env });
    expect(resumed.code).toBe(3);
  });

  it('tells a machine the same as one object, and ends with 4 when a line became no row', async () => {
    const open = await openCase();
    const pending = ',R9,2024-01-02 03:04:05,withdrawal,,currency,,XXBT,,-1,0,';
    write(open, 'l.csv', lines(headings.krakenLedgers, ledger('L1'), pending));
    const ran = await importing(open, 'l.csv', '--json');
    expect(ran.code).toBe(4);
    expect(JSON.parse(ran.stdout)).toMatchObject({
      case: open.id,
      account: 'kraken-main',
      tables: [
        { format: 'kraken-ledgers', exhibits: ['EX-002'], rows: 1, leftOut: [{ lines: 1, firstLine: 3 }] },
      ],
    });
  });

  it('shows what no document confirms, and asks for the zone that a file does not tell', async () => {
    const open = await openCase();
    write(open, 'b.csv', lines(headings.binanceLedger, '7,25-07-27 07:35:40,Spot,Deposit,BTC,1,'));
    const command = ['import', 'b.csv', '--account', 'binance-main'];
    const asked = await firebreak(command, open.place);
    expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining('--utc-offset +00:00 for UTC')]);
    const ran = await firebreak([...command, '--utc-offset', '-06:00'], open.place);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('binance-ledger, unverified');
    expect(ran.stdout).toContain('UTC-06:00, as the operator says');
    const formats = await firebreak(['import', '--formats'], open.place);
    expect(formats.stdout).toMatch(/^binance-deposits\n/);
    expect(formats.stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it('rows of several files add to what the report says, and close no gap of it', async () => {
    const open = await openCase();
    write(
      open,
      'w.csv',
      lines(
        headings.binanceWithdrawals,
        '25-12-21 00:51:45,BTC,BTC,0.02,0.000015,addr-1,tx-1,Completed',
        '25-12-21 00:52:45,BTC,BTC,0.03,0.000015,addr-2,tx-2,Completed',
      ),
    );
    write(
      open,
      'w2.csv',
      lines(headings.binanceWithdrawals, '25-12-21 00:52:45,BTC,BTC,0.03,0.000015,addr-2,tx-2,Completed'),
    );
    for (const file of ['w.csv', 'w2.csv'])
      expect((await firebreak(['import', file, '--account', 'binance-main'], open.place)).code).toBe(0);
    const files = await openCaseToAdd({
      folder: open.folder,
      clock: manualClock('2026-12-01T00:00:00.000Z'),
      salt: new Uint8Array(32),
    });
    const report = await reportOf(files);
    await files.close();
    const gaps = JSON.stringify(report.gaps);
    expect(gaps).toContain('2 rows of withdrawals of binance-main come from a file');
    expect(gaps).toContain('withdrawals told by EX-001');
    expect(report.accounts[1]?.withdrawals).toEqual({
      first: { known: false, why: 'no such reading is in the record' },
      later: { known: false, why: 'no such reading is in the record' },
    });
    expect(report.verdict.numbers.evidenceComplete.present).toBe(0);
  });
});

describe('a refused import', () => {
  async function refused(open: OpenCase, ...command: readonly string[]): Promise<string> {
    const before = treeOf(open.place.home);
    const { code, stdout, stderr } = await firebreak(['import', ...command], open.place);
    expect([code, stdout, treeOf(open.place.home)]).toEqual([2, '', before]);
    return stderr;
  }

  it('writes nothing: a cell by line and column, an account, a file, a case that are not there', async () => {
    const open = await openCase();
    write(open, 'l.csv', ledgers);
    write(open, 'bad.csv', lines(headings.krakenLedgers, ledger('L1'), ledger('L2').replace('-0.5', '=A1')));
    const account = ['--account', 'kraken-main'];
    expect(await refused(open, 'bad.csv', ...account)).toMatch(
      /^firebreak: bad\.csv:3:51: column "amount": it is a formula, not a number\n.*=A1.*\n\s+\^\n\s+hint: /,
    );
    expect(await refused(open, 'l.csv', '--account', 'kraken-mian')).toContain('did you mean "kraken-main"?');
    expect(await refused(open, 'none.csv', ...account)).toContain('there is no such file');
    expect(await refused(open, '.', ...account)).toContain('is not a file');
    expect(await refused(open, 'l.csv', ...account, '--case', 'FB-1')).toContain('there is no case');
    expect(await refused(open, 'l.csv', ...account, '--format', 'kraken')).toContain('there is no format');
    expect(await refused(open, 'l.csv', ...account, '--utc-offset', 'CET')).toContain('is no time zone');
    expect(await refused(open, 'l.csv')).toContain('--account is missing');
    expect(await refused(open, ...account)).toContain('file is missing');
  });

  it('a case that another process holds', async () => {
    const open = await openCase();
    write(open, 'l.csv', ledgers);
    const lock = await lockCase(open.folder, { at: '2026-01-01T00:00:00.000Z', host: '' });
    const told = await refused(open, 'l.csv', '--account', 'kraken-main');
    expect(told).toContain(`this case is in use: process ${process.pid}`);
    await lock.release();
    expect((await importing(open, 'l.csv')).code).toBe(0);
  });

  it('the same file again, under whatever name; a closed case; a drill', async () => {
    const open = await openCase();
    write(open, 'l.csv', ledgers);
    write(open, 'copy.csv', ledgers);
    expect((await importing(open, 'l.csv')).code).toBe(0);
    expect(await refused(open, 'copy.csv', '--account', 'kraken-main')).toContain('already, as EX-001');

    const files = await openCaseToAdd({
      folder: open.folder,
      clock: manualClock('2026-12-01T00:00:00.000Z'),
      salt: new Uint8Array(32),
    });
    await files.append({ type: 'case.closed', verdict: 'contained', because: 'test' });
    await files.close();
    write(open, 'new.csv', lines(headings.krakenLedgers, ledger('L3')));
    expect(await refused(open, 'new.csv', '--account', 'kraken-main')).toContain('is closed');

    const running = startFirebreak(['drill', '--responder', 'model', '--json'], open.place);
    await running.until('"type":"case.opened"');
    running.child.kill('SIGTERM');
    await running.ended;
    const [drill = ''] = readdirSync(join(open.place.home, 'drills'));
    const told = await refused(open, 'l.csv', '--account', 'binance-main', '--case', drill);
    expect(told).toContain('is a drill');
  });

  it('a file of keys that somebody took for an export: no secret on the screen', async () => {
    const open = await openCase();
    const secret = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';
    write(open, 'keys.csv', `${secret},${secret}\n`);
    expect(await refused(open, 'keys.csv', '--account', 'kraken-main')).not.toContain(secret.slice(0, 16));
  });
});

describe('an import that was killed', () => {
  it('is done whole by the same command, and the file is kept once', async () => {
    const open = await openCase();
    const rows = Array.from({ length: 60_000 }, (_, index) => ledger(`L${index}`));
    write(open, 'big.csv', [headings.krakenLedgers, ...rows].join('\n'));
    const running = startFirebreak(['import', 'big.csv', '--account', 'kraken-main'], open.place);
    while (!eventsOf(open).some(({ type }) => type === 'observation.made'))
      await new Promise((resolve) => setTimeout(resolve, 20));
    running.child.kill('SIGKILL');
    await running.ended;
    expect(eventsOf(open).some(({ type }) => type === 'result.kept')).toBe(false);

    const again = await importing(open, 'big.csv', '--json');
    expect(again.code).toBe(0);
    const { tables } = JSON.parse(again.stdout) as { tables: { rows: number; exhibits: string[] }[] };
    expect(tables).toEqual([expect.objectContaining({ rows: 60_000 })]);
    const events = eventsOf(open);
    const exhibits = events.flatMap((event) => (event.type === 'exhibit.acquired' ? [event.exhibit] : []));
    expect(exhibits.filter(({ kind }) => kind === 'attachment')).toHaveLength(1);
    const counts = events.flatMap((event) =>
      event.type === 'observation.made' && tables[0]?.exhibits.includes(event.exhibit) ? [event.rows] : [],
    );
    expect(counts).toEqual([25_000, 25_000, 10_000]);
  });
});

describe('a file to import in which a secret of the case stands', () => {
  const running = (open: OpenCase, file: string, ...flags: readonly string[]) =>
    firebreak(['import', file, '--account', 'kraken-main', ...flags], open.place, { env });
  const leaky = lines(
    headings.krakenLedgers,
    ledger('L1'),
    `L2,${env.SECRET},2024-01-02 03:04:05,trade,,currency,,XXBT,,-0.5,0.001,1`,
  );

  it.each([
    ['in clear', leaky, 'ledgers.csv'],
    ['in a ZIP', makeZip([{ name: 'ledgers.csv', content: leaky }]), 'ledgers.zip'],
    [
      'in base64',
      lines(
        headings.krakenLedgers,
        `${Buffer.from(env.SECRET).toString('base64')},R,2024-01-02 03:04:05,trade,,currency,,XXBT,,-0.5,0.001,1`,
      ),
      'ledgers.csv',
    ],
  ])('is refused before anything of it is kept: %s', async (_, content, name) => {
    const open = await openCase();
    write(open, name, content);
    const before = treeOf(open.place.home);
    const ran = await running(open, name);
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain('was not imported: it holds a secret of this case: env:SECRET (');
    expect(ran.stderr).not.toContain(env.SECRET);
    expect(treeOf(open.place.home)).toEqual(before);
  });

  it('is named as not searched for, where the secret cannot be had now', async () => {
    const open = await openCase();
    write(open, 'ledgers.csv', ledgers);
    const { SECRET: _, ...without } = env;
    const args = ['import', 'ledgers.csv', '--account', 'kraken-main'];
    const ran = await firebreak(args, open.place, { env: without });
    expect([ran.code, ran.stderr]).toEqual([0, '']);
    expect(ran.stdout.replaceAll(/\s+/g, ' ')).toContain('Not searched for this secret: env:SECRET');
    const searched = await running(open, 'ledgers.csv', '--json');
    expect(searched.stderr).toContain('is in');
  });
});
