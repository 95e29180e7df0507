import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { conduct } from '../../src/cli/conduct.ts';
import { openDrillStage, prepareDrill } from '../../src/cli/drill-stage.ts';
import { modelFor } from '../../src/cli/drill.ts';
import { readEnvironment, randomOf } from '../../src/cli/environment.ts';
import { systemClock } from '../../src/cli/clock.ts';
import { exitCodes } from '../../src/cli/exit-codes.ts';
import { openingRecord } from '../../src/cli/new-case.ts';
import { freshSalt } from '../../src/cli/fresh-salt.ts';
import { readPlaybook, readScenario } from '../../src/cli/playbook-files.ts';
import { newCaseId } from '../../src/config/index.ts';
import { momentMs } from '../../src/drill/index.ts';
import { collectCaseFiles, createSigningKey, sealBag, verifyBag } from '../../src/evidence/index.ts';
import { loadPlaybook } from '../../src/playbook/index.ts';
import { buildReport, readBag } from '../../src/report/index.ts';
import { drawReport } from '../../src/report/views.ts';
import { createCase, type CaseFiles } from '../../src/run/index.ts';
import { stepKinds } from '../../src/steps/index.ts';
import { drawPage } from './page-picture.ts';
import { has, pagesOf } from './pdf-tools.ts';
import { fingerprints, sampleFolder, sampleMachine, sampleReadme } from './sample.ts';

// Makes reports/sample anew; reports/README.md says when.
//   node test/support/make-sample.ts                 plays a drill
//   node test/support/make-sample.ts --report-only   draws and seals the record that is there again
const work = await mkdtemp(join(tmpdir(), 'firebreak-sample-'));
try {
  const made = process.argv.includes('--report-only') ? await sealAgain(work) : await playDrill(work);
  await publish(made);
  await writeFingerprint();
  await drawPictures();
} finally {
  // With it goes the signing key: nobody can sign another bag as this one.
  await rm(work, { recursive: true, force: true });
}

/** As `firebreak drill thin-pair --responder model` does, but for what the record says of the machine. */
async function playDrill(folder: string): Promise<string> {
  const scenario = await readScenario('thin-pair');
  const { name, text: playbookText } = await readPlaybook('leaked-api-key');
  const caseId = newCaseId({ mode: 'drill', clock: systemClock, random: randomOf });
  const speed = 60;
  const caseFolder = join(folder, 'case');
  const stage = await openDrillStage(
    caseFolder,
    await prepareDrill(caseFolder, { scenario: scenario.text, speed }),
  );
  let files: CaseFiles | undefined;
  try {
    const { id, title, noticedAt } = stage.staged.scenario;
    const responder = modelFor(stage);
    stage.release();
    await stage.clock.skip(momentMs(noticedAt));
    const opened = openingRecord({
      caseId,
      stage,
      playbook: loadPlaybook(name, playbookText, stepKinds),
      playbookText,
      responder,
      scenario: { id, title, speed },
    });
    files = await createCase({
      folder: caseFolder,
      clock: stage.clock,
      salt: freshSalt(),
      playbookText,
      opened: { ...opened, environment: { node: process.version, ...sampleMachine } },
    });
    // No tokens: the page says that nobody outside vouches for it, and a made authority would not either.
    const { openAuthorities: _, ...unstamped } = stage;
    const exitCode = await conduct({
      stage: unstamped,
      files,
      responder,
      flags: { reports: folder },
      environment: { ...readEnvironment(), isInteractive: false },
      stateFolder: folder,
      listen: stage.listen,
    });
    if (exitCode !== exitCodes.verified) throw new Error(`the drill ended with exit code ${exitCode}`);
  } finally {
    await files?.close();
    await stage.close();
  }
  return join(folder, caseId);
}

/**
 * The record stays as it was, byte for byte; report and seal are new. The drill's keys are gone, so
 * they cannot be looked for again: the record was searched when it was first sealed, and the report
 * is made of nothing else.
 */
async function sealAgain(folder: string): Promise<string> {
  const bag = join(sampleFolder, 'bag');
  const { signer } = createSigningKey();
  const report = buildReport({ ...(await readBag(bag)), signatureKey: signer.fingerprint });
  const { caseId, mode, asOf } = report.identification;
  const views = await drawReport(report);
  const record = (await collectCaseFiles(join(bag, 'data'))).filter(
    ({ path }) => !path.startsWith('report/'),
  );
  await sealBag({
    source: {
      files: [...record, ...views.map(({ path, bytes }) => ({ path: `report/${path}`, bytes }))],
    },
    into: join(folder, 'bag'),
    bagInfo: { 'External-Identifier': caseId, 'Firebreak-Mode': mode },
    signer,
    at: asOf,
    secrets: [],
  });
  for (const { path, bytes } of views) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return folder;
}

async function publish(made: string): Promise<void> {
  const { ok, firstProblem } = await verifyBag(join(made, 'bag'));
  if (!ok) throw new Error(`the new bag is not in order: ${firstProblem?.check}: ${firstProblem?.problem}`);
  // What lies in the bag's report folder lies beside the bag, too.
  for (const name of ['bag', ...(await readdir(join(made, 'bag/data/report')))]) {
    await rm(join(sampleFolder, name), { recursive: true, force: true });
    await cp(join(made, name), join(sampleFolder, name), { recursive: true });
  }
}

async function writeFingerprint(): Promise<void> {
  const { fingerprint } = await verifyBag(join(sampleFolder, 'bag'));
  if (fingerprint === undefined) throw new Error('the sample is not signed');
  const page = await readFile(sampleReadme, 'utf8');
  await writeFile(sampleReadme, page.replaceAll(fingerprints, fingerprint));
  say(`signed with ${fingerprint}, which reports/README.md now names`);
}

/** Named by what they show: the page's number changes with every chapter before it. */
async function drawPictures(): Promise<void> {
  const pdf = join(sampleFolder, 'report.pdf');
  if (!has('pdftoppm'))
    return say('no pdftoppm here: the pictures are the old ones (apt install poppler-utils)');
  const pages = pagesOf(await readFile(pdf));
  const trades = pages.findIndex((text) => /fills in \d+ symbols are not recognised/.test(text)) + 1;
  if (trades === 0) throw new Error('no page of the report tells of trades that are not recognised');
  await writeFile(join(sampleFolder, 'page-1.png'), drawPage(pdf, 1, 80));
  await writeFile(join(sampleFolder, 'page-unrecognised-trades.png'), drawPage(pdf, trades, 80));
  say(`pictures of pages 1 and ${trades} of ${pages.length}`);
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
