import { relative, resolve } from 'node:path';
import { describeMs } from '../domain/duration.ts';
import { groupDigits, round } from '../domain/money.ts';
import type { Operator } from '../domain/question.ts';
import type { RunEvent } from '../domain/run-event.ts';
import type { Loss, Report } from '../report/index.ts';
import { operatorName, type CaseFiles } from '../run/index.ts';
import { drawEnding, showable, type ScriptedOperator } from '../terminal/index.ts';
import type { Environment } from './environment.ts';
import { exitCodeOf, exitCodes, type ExitCode } from './exit-codes.ts';
import { badInputInWords } from './explain.ts';
import { exportCase, type Exported } from './export-case.ts';
import { playCase } from './play.ts';
import type { RunFlags } from './program.ts';
import { SecretAttached, secretAttachedInWords } from './attached-secrets.ts';
import { openNamedSigner } from './flags-of-signing.ts';
import type { OpenedSigner } from './signing.ts';
import { SigningRefused } from './run-ssh-keygen.ts';
import { openShow } from './show.ts';
import { signedInWords } from './pdf-signing.ts';
import type { Stage } from './stage.ts';
import { startStamping, sealInWords } from './stamping.ts';

/** Whoever answers, before a terminal is attached: a person is asked at the terminal of this process. */
export type Responder = 'person' | Operator;

/**
 * Conducts an open case to its end on the given stage: screen, questions, run, and, when it is
 * closed, the report and the sealed bag. Returns the exit code.
 */
export async function conduct(parts: {
  readonly stage: Stage;
  readonly files: CaseFiles;
  readonly responder: Responder;
  readonly flags: RunFlags;
  readonly environment: Environment;
  /** Where the installation's signing key lies. */
  readonly stateFolder: string;
  /** A drill's notices: each is journaled, then shown. */
  readonly listen?: (reader: (text: string) => void) => void;
}): Promise<ExitCode> {
  const { stage, files, environment, flags } = parts;
  const now = (): string => stage.clock.now().toISO() ?? '';
  const show =
    environment.early ??
    openShow({ environment, mode: stage.mode, who: parts.responder, json: flags.json ?? false, now });
  show.attach({ now, records: files.records });
  const stamping = startStamping(stage, files);
  try {
    parts.listen?.((text) => void tellNotice(text, files, show.emit));
    const emit = (event: RunEvent): void => {
      show.emit(event);
      stamping?.stamper.saw(event);
    };
    stamping?.stamper.saw({ type: 'run.resumed' });
    const { end, secrets, unanswered } = await playCase({ ...parts, ...show, emit });
    if (end.is === 'stopped') {
      show.close();
      show.say([
        `Stopped: ${end.reason}. Everything is on disk.`,
        ...(unanswered ? badInputInWords(unanswered) : []),
        `Next  firebreak resume ${files.opened.caseId}`,
      ]);
      return exitCodeOf(end);
    }
    const { signer, secrets: ofSigner } = await openSignerOf(parts);
    const exported = await exportCase({
      files,
      folder: resolve(environment.cwd, flags.reports, files.opened.caseId),
      signer,
      secrets: [...secrets, ...ofSigner],
      clock: stage.clock,
      by: operatorName(files.events) ?? 'operator',
      emit: show.emit,
      ...(stamping ? { stamping } : {}),
      ...(stage.pdfSigning ? { pdfSigning: stage.pdfSigning } : {}),
    });
    show.close();
    show.say(endingOf(exported, files, show.operator.kind, environment));
    show.say(signedInWords(exported.signed));
    show.say(unusedAnswers(parts.responder));
    return exitCodeOf(end);
  } catch (error) {
    if (error instanceof SecretAttached) {
      show.close();
      show.say(secretAttachedInWords(error, files.opened.caseId));
      return exitCodes.stoppedOpen;
    }
    if (!(error instanceof SigningRefused)) throw error;
    show.close();
    show.say([
      'Stopped: the case is at its end, and its bag is not signed. Everything is on disk.',
      ...badInputInWords(error),
      `Next  firebreak resume ${files.opened.caseId}`,
    ]);
    return exitCodes.stoppedOpen;
  } finally {
    await stamping?.stamper.stop();
    show.close();
  }
}

/** The stage's signer, else the installation's own key of this mode. */
const openSignerOf = ({
  stage,
  environment,
  stateFolder,
}: Pick<Parameters<typeof conduct>[0], 'stage' | 'environment' | 'stateFolder'>): Promise<OpenedSigner> =>
  stage.openSigner?.() ??
  openNamedSigner({}, stage.mode, { ...environment, isInteractive: false }, stateFolder);

/** Most often a misspelt id: the question was answered by something else, or never came. */
function unusedAnswers(responder: Responder): readonly string[] {
  if (responder === 'person' || !('unused' in responder)) return [];
  const unused = (responder as ScriptedOperator).unused();
  return unused.length === 0
    ? []
    : [`Answers that no question used: ${unused.map((id) => showable(id)).join(', ')}`];
}

/** A notice that cannot be written stops nothing: the next record that matters will say why. */
async function tellNotice(text: string, files: CaseFiles, emit: (event: RunEvent) => void): Promise<void> {
  const notice = { type: 'drill.notice', text } as const;
  await files.append(notice).catch(() => undefined);
  emit(notice);
}

function endingOf(
  { report, pdf, bag, sealed }: Exported,
  files: CaseFiles,
  who: Operator['kind'],
  environment: Environment,
): readonly string[] {
  const here = (path: string): string => relative(environment.cwd, path) || path;
  const { verdict } = report;
  const lines = drawEnding(
    {
      mode: files.opened.mode,
      verdict,
      numbers: numbersOf(report),
      paths: [
        { what: 'Report', path: here(pdf) },
        { what: 'Evidence bag', path: here(bag) },
        { what: 'Signed with', path: `${sealed.fingerprint} (${sealed.attestation})` },
      ],
      next: [`npx firebreak verify ${here(bag)}`],
    },
    { columns: environment.columns, color: environment.usesColor },
  );
  const answered = who === 'person' ? [] : [`The answers were given by ${whoInWords[who]}, not by a person.`];
  const unsearched = sealed.unsearched.map(
    ({ file, why }) => `Not searched for secrets: ${showable(file)}: ${why}`,
  );
  return ['', ...lines, ...sealInWords(sealed.stamps), ...unsearched, ...answered];
}

const whoInWords = {
  model: 'the scripted model responder',
  script: 'a file of answers',
  person: 'a person',
} as const;

/** The five numbers that matter, in words. */
function numbersOf({ verdict: { numbers } }: Report): readonly { name: string; value: string }[] {
  const { timeToKeyDead, moneyLost, evidenceComplete, unknowns, harm } = numbers;
  return [
    {
      name: 'Time to key dead',
      value: timeToKeyDead.known ? describeMs(timeToKeyDead.value) : `unknown: ${timeToKeyDead.why}`,
    },
    {
      name: 'Money lost',
      value: moneyLost.known ? lossInWords(moneyLost.value) : `unknown: ${moneyLost.why}`,
    },
    { name: 'Evidence complete', value: `${evidenceComplete.present} of ${evidenceComplete.required}` },
    { name: 'Unknowns', value: `${unknowns}` },
    { name: 'Harm', value: harm.length === 0 ? 'none' : harm.join('; ') },
  ];
}

function lossInWords({ lost, asset, avoidable, atLeast }: Loss): string {
  const money = (amount: string): string => `${groupDigits(round(amount, 2))} ${asset}`;
  const loss = `${atLeast ? 'at least ' : ''}${money(lost)}`;
  return avoidable.known ? `${loss}, of ${money(avoidable.value)} without a response` : loss;
}
