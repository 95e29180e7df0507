import type { Credential } from '../domain/account.ts';
import { BadInput } from '../domain/failure.ts';
import type { Answer, Operator, Question } from '../domain/question.ts';
import type { AccountInCase, RunEvent } from '../domain/run-event.ts';
import type { Secret } from '../domain/secret.ts';
import { compilePlaybook } from '../playbook/compile.ts';
import { loadPlaybook } from '../playbook/load.ts';
import { runCase, StopRequested, type CaseFiles, type RunEnd } from '../run/index.ts';
import { hideSecrets } from '../secrets/index.ts';
import { stepKinds, type CaseWorld } from '../steps/index.ts';
import { findVenue } from '../venues/index.ts';
import { attachingIn } from './attach-in-run.ts';
import { createCaseWorld } from './case-world.ts';
import type { Environment } from './environment.ts';
import { adoptFromRecord, openKeyring, type OpenKeyring } from './keyring.ts';
import type { Stage } from './stage.ts';

export interface Played {
  readonly end: RunEnd;
  /** Every secret that the run saw: the export looks for them everywhere. */
  readonly secrets: readonly Secret[];
  /** What the file of answers could not answer, when that is what stopped the run. */
  readonly unanswered?: BadInput;
}

/** Plays a case on its stage, from its first record or from where an earlier process left it. */
export async function playCase(parts: {
  readonly stage: Stage;
  readonly files: CaseFiles;
  readonly operator: Operator;
  readonly interrupted: AbortSignal;
  /** Where a path that the operator types begins. */
  readonly environment: Pick<Environment, 'cwd' | 'home'>;
  emit(event: RunEvent): void;
}): Promise<Played> {
  const { stage, files, emit } = parts;
  const secrets: Secret[] = [];
  const keyring = openKeyring(stage, (credential) => {
    files.redactor.learnCredential(credential);
    secrets.push(...secretsOf(credential));
  });
  for (const secret of stage.secrets) {
    files.redactor.learn(secret);
    secrets.push(secret);
  }
  await adoptFromRecord(keyring, stage.accounts, files.events);

  let unanswered: BadInput | undefined;
  const operator = stoppable(parts.operator, (refusal) => (unanswered = refusal));
  const end = await runCase<CaseWorld>({
    recorder: files,
    playbook: compilePlaybook(loadPlaybook('playbook.yaml', files.playbookText, stepKinds)),
    kinds: new Map(stepKinds.map((kind) => [kind.id, kind])),
    operator,
    clock: stage.clock,
    mode: stage.mode,
    accounts: stage.accounts,
    interrupted: parts.interrupted,
    emit,
    worldOf: createCaseWorld({ stage, files, keyring, emit }),
    ...(stage.skipAhead ? { skipAhead: stage.skipAhead } : {}),
    attach: attachingIn(files, parts.environment, () => secrets),
  });
  return { end, secrets, ...(unanswered ? { unanswered } : {}) };
}

/** What the opening record says of the accounts: keys masked, never a secret. */
export function accountsInCase(stage: Stage): readonly AccountInCase[] {
  const keyring: OpenKeyring = openKeyring(stage, () => undefined);
  return stage.accounts.map((account) => ({
    id: account.id,
    venue: account.venue,
    venueName: findVenue(account.venue).name,
    label: account.label,
    task: account.task,
    keyLabel: keyring.label(account, 'suspect'),
    keyId: keyring.masked(account, 'suspect'),
    hasResponderKey: keyring.has(account, 'responder'),
    expectedScopes: account.expectedScopes,
    expectedIpAllowlist: account.expectedIpAllowlist,
    clientOrderIdPrefixes: account.pattern.clientOrderIdPrefixes,
    usualSymbols: account.pattern.usualSymbols,
    ...(account.pattern.usualFillsPerMinute
      ? { usualFillsPerMinute: account.pattern.usualFillsPerMinute }
      : {}),
    dependents: account.dependents,
  }));
}

/** The key id is no secret, but a bag has no business with it either: it is masked, not searched for. */
const secretsOf = (credential: Credential): readonly Secret[] =>
  Object.entries(credential.parts).flatMap(([part, secret]) => (part === 'apiKey' ? [] : [secret]));

/**
 * Ctrl-C, a closed terminal and a file without an answer end the run as a stop that can be resumed.
 * The journal is told which question had no answer, not what stood in the file: it may be a secret.
 */
function stoppable(operator: Operator, onUnanswered: (refusal: BadInput) => void): Operator {
  return {
    kind: operator.kind,
    async answer(question: Question, signal: AbortSignal): Promise<Answer> {
      try {
        return await operator.answer(question, signal);
      } catch (error) {
        if (error instanceof Error && error.name === 'Interrupted') {
          throw new StopRequested(error.message, { interrupted: true });
        }
        if (!(error instanceof BadInput)) throw error;
        const { where, hint } = error;
        onUnanswered(
          new BadInput(hideSecrets(error.message), {
            ...(where ? { where } : {}),
            ...(hint ? { hint } : {}),
          }),
        );
        throw new StopRequested(`no usable answer to "${question.id}"`, { interrupted: false });
      }
    },
  };
}
