import type { Answer, Operator, Question } from '../domain/question.ts';
import type { CaseMode, JournalRecord, RunEvent } from '../domain/run-event.ts';
import { createJsonStream, createScreen, createTerminalOperator } from '../terminal/index.ts';
import type { Environment } from './environment.ts';

/** Everything between a run and the people and programs that watch it: board, stream, prompts, signals. */
export interface Show {
  readonly operator: Operator;
  readonly interrupted: AbortSignal;
  emit(event: RunEvent): void;
  /** Lines for people, below everything else. */
  say(lines: readonly string[]): void;
  /** From now on times are this clock's, and what an earlier process recorded counts as shown. */
  attach(to: { now(): string; records: readonly JournalRecord[] }): void;
  close(): void;
}

/**
 * Opens the show. `who` "person" asks at this process's terminal; it may be opened before there is a
 * case, so that the first question stands while the rest of the program is still being loaded.
 */
export function openShow(parts: {
  readonly environment: Environment;
  readonly mode: CaseMode;
  readonly who: 'person' | Operator;
  readonly json: boolean;
  /** ISO 8601 UTC; until `attach`. */
  now(): string;
}): Show {
  const { environment, who, json } = parts;
  // With --json the machine has stdout, people have stderr.
  const out = json ? environment.stderr : environment.stdout;
  let now = (): string => parts.now();
  const interrupt = new AbortController();
  const screen = createScreen({
    stdout: out,
    color: environment.usesColor,
    interactive: who === 'person',
    mode: parts.mode,
    now: () => now(),
  });
  const stream = json ? createJsonStream((line) => void environment.stdout.write(line)) : undefined;
  const terminal =
    who === 'person'
      ? createTerminalOperator({
          stdin: environment.stdin,
          stdout: out,
          color: environment.usesColor,
          ...(screen.live ? { live: screen.live } : {}),
          onInterrupt: () => interrupt.abort(),
        })
      : undefined;
  const signals = environment.onSignal(() => interrupt.abort());
  let closed = false;
  return {
    operator: terminal ?? (who as Operator),
    interrupted: interrupt.signal,
    emit: (event) => {
      screen.read(event, now());
      stream?.(event, now());
    },
    say: (lines) => {
      for (const line of lines) out.write(`${line}\n`);
    },
    attach: (to) => {
      now = () => to.now();
      for (const [index, { event, at }] of to.records.entries()) {
        const isNews = index === to.records.length - 1;
        if (isNews && who !== 'person') screen.read(event, at);
        else screen.catchUp(event, at);
        // A stream begins with which case this is, also when it is resumed.
        if (isNews || index === 0) stream?.(event, at);
      }
    },
    close: () => {
      if (closed) return;
      closed = true;
      signals.stop();
      terminal?.close();
      screen.close();
    },
  };
}

/** A question that was already put: the run's own asking of it gets this answer. */
export function withEarlyAnswer(show: Show, early: { id: string; answer: Promise<Answer> }): Show {
  let isOpen = true;
  const operator: Operator = {
    kind: show.operator.kind,
    answer(question: Question, signal: AbortSignal) {
      if (!isOpen || question.id !== early.id) return show.operator.answer(question, signal);
      isOpen = false;
      return early.answer;
    },
  };
  return { ...show, operator };
}
