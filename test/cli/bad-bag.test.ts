import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { firebreak, newPlace } from './support/command.ts';
import type { SealedDrill } from './support/sealed-drill.ts';
import { sharedDrill } from './support/shared-drill.ts';

describe('firebreak verify', () => {
  let drill: SealedDrill;
  beforeAll(async () => {
    drill = await sharedDrill();
  });

  /** Verifies a copy of the bag after something was done to it. */
  async function verifyChanged(change: (bag: string) => void) {
    const place = newPlace();
    const bag = join(place.cwd, 'bag');
    cpSync(drill.bag, bag, { recursive: true });
    change(bag);
    return firebreak(['verify', 'bag'], place);
  }

  const changes: Readonly<Record<string, readonly [(bag: string) => void, string]>> = {
    'a missing file': [
      (bag) => rmSync(join(bag, 'data/exhibits/EX-001-key-report.json')),
      'manifest-sha256.txt: missing: data/exhibits/EX-001-key-report.json',
    ],
    'a file more': [
      (bag) => writeFileSync(join(bag, 'data/exhibits/EX-999-invented.json'), '{}'),
      'manifest-sha256.txt: extra: data/exhibits/EX-999-invented.json',
    ],
    'a file more beside the payload': [
      (bag) => writeFileSync(join(bag, 'read-me-first.txt'), 'x'),
      'tagmanifest-sha256.txt: extra: read-me-first.txt',
    ],
    'one byte in the journal': [
      (bag) => {
        const path = join(bag, 'data/journal/journal.jsonl');
        const bytes = readFileSync(path);
        bytes[500] = (bytes[500] ?? 0) ^ 1;
        writeFileSync(path, bytes);
      },
      'manifest-sha256.txt: altered: data/journal/journal.jsonl',
    ],
    'one byte at the end of the report': [
      (bag) => appendFileSync(join(bag, 'data/report/report.pdf'), '\n'),
      'manifest-sha256.txt: altered: data/report/report.pdf',
    ],
    'a link in the place of a file': [
      (bag) => {
        const path = join(bag, 'data/exhibits/EX-002-open-orders.json');
        renameSync(path, `${bag}-elsewhere.json`);
        symlinkSync(`${bag}-elsewhere.json`, path);
      },
      'files: symbolic link: data/exhibits/EX-002-open-orders.json',
    ],
    'another bag’s signature': [
      (bag) => writeFileSync(join(bag, 'bag-info.txt'), 'Firebreak-Mode: real\n'),
      'tagmanifest-sha256.txt: altered: bag-info.txt',
    ],
  };

  it.each(Object.entries(changes))(
    '%s: exit 5, and the first wrong thing by name',
    async (_name, [change, told]) => {
      const { code, stdout, stderr } = await verifyChanged(change);
      expect([code, stderr]).toEqual([5, expect.stringMatching(/^firebreak: .+\n$/)]);
      expect(stderr).toContain(told);
      expect(stdout).toMatch(/^WRONG /m);
    },
  );

  it('a key other than the one that was expected', async () => {
    const args = ['verify', drill.bag, '--fingerprint', `SHA256:${'A'.repeat(43)}`];
    const { code, stderr } = await firebreak(args, newPlace());
    expect([code, stderr]).toEqual([5, expect.stringContaining('signing key: signed with SHA256:')]);
  });

  it('a folder that is no bag: says so, and where the bag is when it lies inside', async () => {
    const empty = await firebreak(['verify', '.'], newPlace());
    expect([empty.code, empty.stderr]).toEqual([5, 'firebreak: . is no bag, its bagit.txt is missing\n']);
    const above = await firebreak(['verify', drill.exports], newPlace());
    expect([above.code, above.stderr]).toEqual([5, expect.stringContaining(`the bag is ${drill.bag}`)]);
  });

  it('a file in the place of a bag is bad input, not a bag that fails', async () => {
    const { code, stderr } = await firebreak(['verify', join(drill.exports, 'report.pdf')], newPlace());
    expect([code, stderr]).toEqual([2, expect.stringContaining('a bag is a folder, this is a file')]);
  });

  it('with --json: the checks as one object, and the same exit code', async () => {
    const good = await firebreak(['verify', drill.bag, '--json'], newPlace());
    expect([good.code, JSON.parse(good.stdout)]).toMatchObject([
      0,
      { ok: true, attestation: 'SELF-ATTESTED' },
    ]);
    const place = newPlace();
    mkdirSync(join(place.cwd, 'bag'));
    const bad = await firebreak(['verify', 'bag', '--json'], place);
    expect([bad.code, JSON.parse(bad.stdout)]).toMatchObject([5, { ok: false }]);
  });
});
