import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { BadInput, failureCodes } from '../../src/domain/failure.ts';
import { permissionScopes } from '../../src/domain/api-key.ts';
import { findVenue, venues } from '../../src/venues/index.ts';

const folder = path.join(import.meta.dirname, '../../src/venues');

describe('the registry', () => {
  it('holds exactly the venues that have a folder', () => {
    const folders = readdirSync(folder, { withFileTypes: true })
      // The generic declaration is no venue: it speaks for every other one that ccxt knows.
      .filter((entry) => entry.isDirectory() && entry.name !== 'generic')
      .map(({ name }) => name);
    expect(venues.map(({ id }) => id).sort()).toEqual(folders.sort());
  });

  it('names the nearest venue for a slip, and all of them for a stranger', () => {
    expect(() => findVenue('binanec')).toThrow(BadInput);
    expect(() => findVenue('binanec')).toThrow(expect.objectContaining({ hint: 'did you mean "binance"?' }));
    expect(() => findVenue('mtgox')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('binance') }),
    );
    expect(() => findVenue('__proto__')).toThrow(BadInput);
  });
});

describe.each(venues)('$id declares', (venue) => {
  const capabilities = Object.entries(venue.capabilities);

  it('for every capability where it is written and when that was last read', () => {
    for (const [name, capability] of capabilities) {
      expect(capability.source.where, name).not.toBe('');
      expect(capability.source.checked, name).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  });

  it('for everything by hand a page on its own site, numbered steps, and why it is by hand', () => {
    for (const [name, capability] of capabilities) {
      if (capability.by === 'api') continue;
      expect(capability.why.length, name).toBeGreaterThan(20);
      if (capability.by === 'nobody') continue;
      expect(new URL(capability.page).protocol, name).toBe('https:');
      expect(capability.instructions.length, name).toBeGreaterThanOrEqual(3);
    }
  });

  it('only scopes that the trade knows', () => {
    for (const [name, capability] of capabilities) {
      if (capability.by === 'api') {
        expect(permissionScopes, name).toEqual(expect.arrayContaining([...capability.needs]));
      }
    }
  });

  it('every read as repeatable, and costs only at limits that it declares', () => {
    const limits = (venue.limits ?? []).map(({ id }) => id);
    for (const [name, capability] of capabilities) {
      if (capability.by !== 'api') continue;
      if (/^(list|read|introspect)/.test(name)) expect(capability.repeatable, name).toBe(true);
      expect(limits, name).toEqual(expect.arrayContaining(Object.keys(capability.cost ?? {})));
      for (const units of Object.values(capability.cost ?? {})) expect(units).toBeGreaterThan(0);
    }
  });

  it('only failure codes of ours, and every code of the death proof in its table', () => {
    for (const meaning of Object.values(venue.failures)) expect(failureCodes).toContain(meaning.code);
    const { deadCodes, deadWithControl, existsCodes } = venue.deathProof;
    expect(Object.keys(venue.failures)).toEqual(
      expect.arrayContaining([...deadCodes, ...deadWithControl, ...existsCodes]),
    );
  });

  it('no code as both dead and existing, at least two probes, 30 s apart', () => {
    const { deadCodes, deadWithControl, existsCodes, probes } = venue.deathProof;
    const dead = [...deadCodes, ...deadWithControl];
    expect(existsCodes.filter((code) => dead.includes(code))).toEqual([]);
    expect(probes.wanted).toBeGreaterThanOrEqual(2);
    expect(probes.atMost).toBeGreaterThanOrEqual(probes.wanted);
    expect(probes.gapMs).toBeGreaterThanOrEqual(30_000);
  });

  it('nothing as open to store that holds a secret', () => {
    const { openRequestHeaders, openParameters, openResponseHeaders } = venue.capture;
    for (const name of [...openRequestHeaders, ...openResponseHeaders]) expect(name).toBe(name.toLowerCase());
    expect([...openRequestHeaders, ...openResponseHeaders, ...openParameters].join(' ')).not.toMatch(
      /key|sign|secret|token|auth|cookie|pass|listenkey/i,
    );
  });
});

it('shared code never says a venue’s name', () => {
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts') && name !== 'registry.ts')) {
    const code = readFileSync(path.join(folder, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    // By words, also those inside a name: GATEWAY is no venue.
    const words = code.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).map((word) => word.toLowerCase());
    for (const { id } of venues) expect(words, file).not.toContain(id);
  }
});

/** The files of ccxt that a process loads; a loader hook sees every one, ES modules too. */
function ccxtFilesLoadedBy(script: string): string[] {
  const hook =
    'import { registerHooks } from "node:module"; registerHooks({ load(url, context, next) {' +
    ' if (url.includes("/ccxt/js/src/")) console.log(url.split("/ccxt/js/src/")[1]); return next(url, context); } });';
  const output = execFileSync(
    process.execPath,
    ['--import', `data:text/javascript,${encodeURIComponent(hook)}`, '--input-type=module', '-e', script],
    { cwd: path.join(folder, '../..'), encoding: 'utf8' },
  );
  return output.split('\n').filter((line) => line !== '');
}

describe('loading ccxt (hazards 4)', () => {
  it('does not happen at start-up', () => {
    expect(ccxtFilesLoadedBy("await import('./src/venues/index.ts');")).toEqual([]);
  });

  it('is one venue’s file, not the hundred others', () => {
    const files = ccxtFilesLoadedBy(
      "const { openSession, venues } = await import('./src/venues/index.ts');" +
        "const { DateTime } = await import('luxon');" +
        'await openSession({ venue: venues[0], capture: async () => {}, clock: { now: () => DateTime.utc() },' +
        " wire: { mode: 'drill', ports: new Map([['binance', 1]]), sourceIp: '127.0.0.1' } });",
    );
    expect(files.filter((file) => !file.includes('/'))).toEqual(['binance.js']);
  });
});
