import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { deriveKeyParts } from '../../src/simulators/index.ts';
import { newPlace } from './support/command.ts';
import type { SealedDrill } from './support/sealed-drill.ts';
import { sharedDrill } from './support/shared-drill.ts';
import { search, searchFiles } from './support/search-secrets.ts';

describe('a drill, from its first record to its sealed bag', () => {
  let drill: SealedDrill;
  let keys: Readonly<Record<string, { readonly keyId: string; readonly secret: string }>>;
  beforeAll(async () => {
    drill = await sharedDrill();
    const own = join(drill.place.home, 'drills', drill.id, 'private/drill.json');
    const { seed } = JSON.parse(readFileSync(own, 'utf8'));
    keys = {
      suspect: deriveKeyParts(seed, 'drill/thin-pair/suspect'),
      responder: deriveKeyParts(seed, 'drill/thin-pair/responder'),
      // The site's first new key: the one that Recover made.
      replacement: deriveKeyParts(seed, 'made:1'),
    };
  });

  const foundOf = (part: 'keyId' | 'secret') => {
    const { place, ran } = drill;
    const values = Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, key[part]]));
    return [
      ...searchFiles([place.home, join(place.cwd, 'reports')], values),
      ...search('screen', Buffer.from(`${ran.stdout}${ran.stderr}`), values),
    ];
  };

  it('leaves the secret of no key on the disk or on the screen, in any form', () => {
    expect(foundOf('secret')).toEqual([]);
  });

  it('leaves no whole key id either; its ends stand in the journal, so these were the keys', () => {
    expect(foundOf('keyId')).toEqual([]);
    const journal = readFileSync(join(drill.bag, 'data/journal/journal.jsonl'), 'utf8');
    for (const { keyId } of Object.values(keys))
      expect(journal).toContain(`${keyId.slice(0, 4)}…${keyId.slice(-4)}`);
  });
});

it('searches so that a planted secret is found, whatever its form', () => {
  const { cwd } = newPlace();
  const secret = 'p/q+r~S?t&u=v w-PLANTED-0123456789';
  const bytes = Buffer.from(secret);
  const planted: readonly (readonly [form: string, content: string | Buffer])[] = [
    ['raw', `x${secret}y`],
    ['raw', gzipSync(Buffer.from(`x${secret}y`))],
    ['raw', Buffer.concat([gzipSync('first member'), gzipSync(secret)])],
    ['base64', bytes.toString('base64')],
    ['base64', Buffer.concat([Buffer.from('a'), bytes, Buffer.from('bc')]).toString('base64')],
    ['base64', Buffer.concat([Buffer.from('ab'), bytes, Buffer.from('c')]).toString('base64')],
    ['base64url', Buffer.concat([Buffer.from('ab'), bytes]).toString('base64url')],
    ['hex', bytes.toString('hex')],
    ['hex', bytes.toString('hex').toUpperCase()],
    ['URL-encoded', encodeURIComponent(secret)],
    ['URL-encoded', `a=1&b=${new URLSearchParams([['b', secret]]).toString()}`],
  ];
  for (const [index, [form, content]] of planted.entries()) {
    const folder = join(cwd, `${index}`);
    mkdirSync(folder);
    writeFileSync(join(folder, 'file'), content);
    expect(searchFiles([folder], { secret }).map((found) => found.form)).toContain(form);
  }
});
