import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTimestampPost } from '../../src/cli/post-timestamp.ts';
import { signReport } from '../../src/cli/pdf-signing.ts';
import { openLocalAuthority } from '../../src/drill/index.ts';
import { readRoots, readSigningIdentity, type Authorities } from '../../src/evidence/index.ts';
import { mostSigned } from '../../src/report/compare-signed.ts';
import type { Report } from '../../src/report/index.ts';
import { freshFolder } from '../evidence/folder.ts';
import { has } from '../support/pdf-tools.ts';
import { makeThrowawayCertificate, type ThrowawayCertificate } from '../support/throwaway-certificate.ts';
import { bagOf, run, verified, type Harm } from './support/reported-bag.ts';

const name = 'report.signed.pdf';

/** Signs the report as a close does it. */
function signedBy(
  { chain, key }: ThrowawayCertificate,
  {
    authorities,
    change = (report) => report,
  }: {
    readonly authorities?: Authorities;
    readonly change?: (report: Report) => Report;
  } = {},
): Harm {
  // A certificate that was made this second is not valid until the next.
  const at = new Date(Date.now() + 60_000);
  return async (folder, report) => {
    const identity = await readSigningIdentity(Buffer.from(chain), { key, at });
    const open = authorities && (() => Promise.resolve(authorities));
    const signed = await signReport(
      change(report),
      { identity, secrets: [], now: () => at },
      open ? { open } : {},
    );
    if (!signed.ok) throw new Error(signed.why);
    writeFileSync(join(folder, name), signed.pdf);
  };
}

describe.skipIf(!has('openssl'))('firebreak verify: a signed copy of the report (needs openssl)', () => {
  it.each(['rsa', 'ec'] as const)(
    'says whose %s signature it is, and in whom it cannot trust',
    async (kind) => {
      const made = makeThrowawayCertificate(kind);
      const { code, words, json } = await verified(await bagOf(signedBy(made)));
      expect(code).toBe(0);
      expect(words).toMatch(
        /PROVEN - .*to the certificate of CN=throwaway signer, issued by CN=throwaway CA, SHA-256 (?:[0-9A-F] ?[0-9A-F] ?: ?){31}[0-9A-F]{2}, signed report\.signed\.pdf/,
      );
      expect(words).toContain('What was signed is the report, and nothing else is in the file.');
      expect(words).toMatch(/NOT PROVEN.*its issuer, CN=throwaway CA, in whom trust is NOT PROVEN/);
      expect(words).toMatch(
        /When report\.signed\.pdf was signed: the file’s own claim is .*no time-stamp token/,
      );
      expect(words).toMatch(/OK signature in report\.signed\.pdf: over all \d+ bytes but its own/);
      expect(json).toMatchObject({
        ...{ ok: true, report: { is: 'same', notRemade: [], signed: { is: 'same' } } },
        signature: { is: 'holds', signature: { issuers: ['CN=throwaway CA'], stamp: { is: 'none' } } },
      });
    },
  );

  it('says who confirms when, and that a drill’s authority proves nothing', async () => {
    const authorities = await drillAuthority();
    const bag = await bagOf(signedBy(makeThrowawayCertificate('ec'), { authorities }));
    const { code, words } = await verified(bag);
    expect(code).toBe(0);
    expect(words).toMatch(/certificate was valid at \S+, by the time-stamp token/);
    expect(words).toMatch(
      /NOT PROVEN.*a token over the signature says .*a drill’s authority, which proves nothing/,
    );
  }, 60_000);

  it.each<[string, (file: string) => void, string]>([
    ['bytes after the signature', (file) => appendFileSync(file, '% more\n'), 'APPENDED, the last 7 bytes'],
    ['a byte changed', (file) => change(file, 2_000), 'CHANGED, the sha256 of the file'],
    [
      'no PDF in it',
      (file) => writeFileSync(file, '<html>Signed in</html>'),
      'NOT_UNDERSTOOD, not a PDF file',
    ],
    ['nothing in it', (file) => writeFileSync(file, ''), 'NOT_UNDERSTOOD, not a PDF file'],
  ])('does not hold with %s before the bag was sealed: exit 5', async (_, harm, problem) => {
    const sign = signedBy(makeThrowawayCertificate('ec'));
    const bag = await bagOf(async (folder, report) => {
      await sign(folder, report);
      harm(join(folder, name));
    });
    const { code, words, stderr, json } = await verified(bag);
    expect(code).toBe(5);
    expect(words).toMatch(/^DOES NOT HOLD /);
    expect(words).not.toContain(' PROVEN - ');
    expect(words).toContain(`WRONG signature in ${name}: ${problem}`);
    expect(stderr).toMatch(/^firebreak: (?:report made again|signature in report\.signed\.pdf): /);
    expect(json).toMatchObject({ ok: false, signature: { is: 'does not hold' } });
  });

  it('does not hold when another report was signed, however well', async () => {
    const change = (report: Report): Report => ({
      ...report,
      identification: { ...report.identification, title: 'Nothing was lost' },
    });
    const { code, words, json } = await verified(
      await bagOf(signedBy(makeThrowawayCertificate('rsa'), { change })),
    );
    expect(code).toBe(5);
    expect(words).toContain(`WRONG report made again: ${name} differs at byte `);
    expect(json).toMatchObject({ signature: { is: 'holds' }, report: { signed: { is: 'differs' } } });
  });

  it('checks the signature without drawing the report again, and says that the pages were not compared', async () => {
    const bag = await bagOf(signedBy(makeThrowawayCertificate('ec')));
    const { code, words } = await verified(bag, { report: false });
    expect(code).toBe(0);
    expect(words).toContain(`OK signature in ${name}`);
    expect(words).toContain(`That the pages of ${name} are the report’s: it was not drawn again.`);
    expect(words).not.toContain('What was signed is the report');
  });

  it('does not pass as fine a signed copy that is too large to be looked at: exit 4', async () => {
    const bag = await bagOf((folder) => {
      writeFileSync(join(folder, name), '');
      truncateSync(join(folder, name), mostSigned + 1);
      return Promise.resolve();
    });
    const { code, stdout, stderr } = await run(bag, {}, { usesColor: false });
    expect(code).toBe(4);
    expect(stdout).toMatch(/NOT PROVEN[^]*Whose signature is in report\.signed\.pdf: not checked/);
    expect(stderr).toContain('report.signed.pdf was not checked: the file is too large for a report');
  }, 120_000);

  it('says nothing of a signature where there is none', async () => {
    const { words, json } = await verified(await bagOf(() => Promise.resolve()));
    expect(words).not.toContain(name);
    expect(json).toMatchObject({ signature: { is: 'absent' } });
  });
});

function change(file: string, at: number): void {
  const bytes = readFileSync(file);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

async function drillAuthority(): Promise<Authorities> {
  const local = await openLocalAuthority({ folder: join(await freshFolder(), 'first'), name: 'first' });
  onTestFinished(() => local.close());
  return {
    list: [{ name: 'first', url: local.url, roots: readRoots(local.ca) }],
    post: createTimestampPost([local.url]),
    random: randomBytes,
  };
}
