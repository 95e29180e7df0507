import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../domain/clock.ts';
import type { RunEvent } from '../domain/run-event.ts';
import type { Secret } from '../domain/secret.ts';
import {
  collectCaseFiles,
  custodyOfSealing,
  sealBag,
  type SealedBag,
  type Signer,
} from '../evidence/index.ts';
import { buildReport, readRecord, type CaseRecord, type Report } from '../report/index.ts';
import { writeReport } from '../report/views.ts';
import type { CaseFiles } from '../run/index.ts';
import { refuseAttachedSecrets } from './attached-secrets.ts';
import { signReport, type PdfSigning, type SignedReport } from './pdf-signing.ts';
import type { Stamping } from './stamping.ts';

export interface Exported {
  readonly report: Report;
  readonly pdf: string;
  readonly json: string;
  readonly bag: string;
  readonly sealed: SealedBag;
  /** Absent: nobody was to sign the PDF. */
  readonly signed?: SignedReport;
}

/**
 * Closes a case for good: the verdict into the journal, the report in all its forms from the record,
 * the sealed bag around all of it. Done again, it ends the same; what an earlier try left is replaced.
 *
 * @throws SecretAttached when one stands in a file that a person attached: nothing was closed yet
 * @throws EvidenceError SECRET_FOUND when any secret of the run stands in any file: nothing is exported
 */
export async function exportCase(parts: {
  readonly files: CaseFiles;
  readonly folder: string;
  readonly signer: Signer;
  readonly secrets: readonly Secret[];
  readonly clock: Clock;
  readonly by: string;
  /** Absent: nobody confirms the time of the record. */
  readonly stamping?: Stamping;
  /** Absent: nobody signs the report's PDF. */
  readonly pdfSigning?: PdfSigning;
  emit(event: RunEvent): void;
}): Promise<Exported> {
  const { files, folder, signer, stamping, emit } = parts;
  await refuseAttachedSecrets(files, parts.secrets);
  if (!isClosed(files)) await stamping?.stamper.close();
  await closeJournal(files, signer);
  const record = await recordOf(files, signer);
  const report = buildReport(record);
  const signed =
    parts.pdfSigning &&
    (await signReport(report, parts.pdfSigning, {
      ...(record.pictures ? { pictures: record.pictures } : {}),
      ...(stamping ? { open: stamping.open } : {}),
    }));
  const paths = {
    pdf: join(folder, 'report.pdf'),
    json: join(folder, 'report.json'),
    bag: join(folder, 'bag'),
  };

  const drawn = join(folder, 'report.drawn');
  const fresh = `${paths.bag}.sealed`;
  for (const draft of [drawn, fresh]) await rm(draft, { recursive: true, force: true });
  await mkdir(drawn, { recursive: true, mode: 0o700 });
  const at = parts.clock.now().toISO() ?? '';
  let sealed: SealedBag;
  try {
    const views = await drawInto(drawn, {
      report,
      signed,
      ...(record.pictures ? { pictures: record.pictures } : {}),
    });
    sealed = await sealBag({
      source: {
        files: [
          ...(await collectCaseFiles(files.folder)),
          ...views.map((path) => ({ path: `report/${path}`, sourcePath: join(drawn, path) })),
        ],
      },
      into: fresh,
      bagInfo: { 'External-Identifier': files.opened.caseId, 'Firebreak-Mode': files.opened.mode },
      signer,
      at,
      secrets: parts.secrets,
      ...(stamping ? { authorities: await stamping.open() } : {}),
    });
    if (!sealed.verification.ok) throw brokenBag(sealed);
    // The bag of an earlier try goes only when the new one is whole.
    await rm(paths.bag, { recursive: true, force: true });
    await rename(fresh, paths.bag);
    await mkdir(join(folder, 'tables'), { recursive: true, mode: 0o700 });
    // What an earlier try signed is not this report.
    await rm(join(folder, signedFile), { force: true });
    for (const path of views) await rename(join(drawn, path), join(folder, path));
  } finally {
    // A report in which a secret stands must not stay anywhere.
    await rm(drawn, { recursive: true, force: true });
  }
  await files.append(custodyOfSealing(sealed, { by: parts.by, reason: 'the case was closed' }));
  for (const what of ['pdf', 'json', 'bag'] as const) emit({ type: 'exported', what, path: paths[what] });
  return { report, sealed, ...(signed ? { signed } : {}), ...paths };
}

const signedFile = 'report.signed.pdf';

/** Draws every view, and the signed copy beside the report: that can be drawn again from the record, byte for byte. */
async function drawInto(
  folder: string,
  of: Pick<CaseRecord, 'pictures'> & { readonly report: Report; readonly signed: SignedReport | undefined },
): Promise<readonly string[]> {
  const { report, pictures, signed } = of;
  const paths = await writeReport(report, folder, pictures);
  if (!signed?.ok) return paths;
  await writeFile(join(folder, signedFile), signed.pdf, { mode: 0o600, flag: 'wx' });
  return [...paths, signedFile];
}

function brokenBag({ verification, folder }: SealedBag): Error {
  const { check, problem } = verification.firstProblem ?? { check: 'bag', problem: 'not in order' };
  return new Error(`the sealed bag does not verify (${check}: ${problem}); it is kept at ${folder}`);
}

const isClosed = ({ events }: CaseFiles): boolean => events.some(({ type }) => type === 'case.closed');

/** The verdict is the report's own, computed from everything that was read. */
async function closeJournal(files: CaseFiles, signer: Signer): Promise<void> {
  if (isClosed(files)) return;
  const { verdict } = await reportOf(files, signer);
  const is = verdict.is === 'open' ? 'not-contained' : verdict.is;
  await files.append({ type: 'case.closed', verdict: is, because: verdict.because });
}

/** The report as the record stands now. */
export async function reportOf(files: CaseFiles, signer?: Signer): Promise<Report> {
  return buildReport(await recordOf(files, signer));
}

const recordOf = (files: CaseFiles, signer?: Signer): Promise<CaseRecord> =>
  readRecord({
    records: files.records,
    read: (exhibit) => files.read(exhibit),
    ...(signer ? { signatureKey: signer.fingerprint } : {}),
  });
