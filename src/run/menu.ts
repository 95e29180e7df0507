import type { Outcome } from '../domain/outcome.ts';
import type { Answer, Choice, ChoiceQuestion, Question } from '../domain/question.ts';
import type { At, JournaledEvent, RunEvent, StepChosen } from '../domain/run-event.ts';
import type { Account } from '../domain/account.ts';
import type { Step } from '../playbook/playbook.ts';
import { accountNames, fillTemplate } from '../playbook/template.ts';
import { attachByMenu, attachChoice, type AttachFile } from './attach-menu.ts';
import type { EarlyEnds } from './early-ends.ts';
import type { Recorder } from './recorder.ts';
import { StopRequested } from './stop.ts';
import { operatorName, questionId } from './world.ts';

/** A step that waits for the operator. */
export interface Offer {
  readonly at: At;
  readonly step: Step;
  readonly account: Account | undefined;
  /** What the step's check does, in words. */
  readonly check: string;
  readonly stuck: { readonly outcome: Outcome; readonly summary: string } | undefined;
}

interface MenuParts {
  events(): readonly JournaledEvent[];
  emit(event: RunEvent): void;
  turn(question: Question): Promise<Answer>;
  /** A menu; undefined when what can be ended early has changed meanwhile: then it is asked anew. */
  menu(question: ChoiceQuestion): Promise<Answer | undefined>;
  readonly earlyEnds: EarlyEnds;
  readonly append: Recorder['append'];
  /** Absent: this run takes no files. */
  readonly attach?: AttachFile;
}

/**
 * Shows one next action and its menu until the operator chooses. Returns the choice to journal, or
 * "back" to see the list of all that is open.
 *
 * @throws {StopRequested} when the operator quits; the case is resumable.
 */
export async function offerStep(offer: Offer, parts: MenuParts): Promise<StepChosen | 'back'> {
  for (;;) {
    parts.emit(card(offer));
    const picked = await parts.menu(stepMenu(offer, parts));
    const by = nameIn(parts);
    if (picked === undefined || parts.earlyEnds.end(String(picked), by)) continue;
    if (await hasAttached(picked, parts)) continue;
    if (picked === 'note') await takeNote(offer, parts, by);
    else if (picked === 'back') return 'back';
    else if (picked === 'quit') throw new StopRequested('the operator quit', { interrupted: false });
    else return await chosen(offer, picked, by, parts);
  }
}

/** The list of what is open; the answer is the index of the offer to take up. */
export async function pickOffer(offers: readonly Offer[], parts: MenuParts): Promise<number> {
  for (;;) {
    const picked = await parts.menu(openSteps(offers, parts));
    if (picked === undefined || parts.earlyEnds.end(String(picked), nameIn(parts))) continue;
    if (await hasAttached(picked, parts)) continue;
    if (picked === 'quit') throw new StopRequested('the operator quit', { interrupted: false });
    return Number(picked);
  }
}

/** Attaches a file if that was picked; false for any other line. */
export async function hasAttached(
  picked: Answer,
  parts: Pick<MenuParts, 'attach' | 'turn' | 'append' | 'events'>,
): Promise<boolean> {
  const { attach, turn, append } = parts;
  if (picked !== attachChoice.value || !attach) return false;
  await attachByMenu(attach, { turn, append, by: nameIn(parts) });
  return true;
}

type Extras = Pick<MenuParts, 'attach' | 'earlyEnds'>;
const attaching = ({ attach }: Extras): readonly Choice[] => (attach ? [attachChoice] : []);

const openSteps = (offers: readonly Offer[], extras: Extras): ChoiceQuestion => ({
  id: 'list/menu',
  kind: 'choice',
  prompt: 'Open steps: which one next?',
  choices: [
    ...offers.map((offer, index) => ({
      value: `${index}`,
      label: `${offer.step.title}${offer.account ? ` · ${offer.account.label}` : ''}`,
      ...(offer.stuck ? { hint: offer.stuck.outcome.is } : {}),
    })),
    ...attaching(extras),
    ...extras.earlyEnds.choices(),
    quit,
  ],
});

/** What a person may do while nothing waits for him: attach a file, end early what is under way, or quit. */
export const workMenu = (extras: Extras): ChoiceQuestion => ({
  id: 'work/menu',
  kind: 'choice',
  prompt: 'Nothing waits for you; this goes on by itself',
  choices: [...attaching(extras), ...extras.earlyEnds.choices(), quit],
});

const quit = { value: 'quit', label: 'Quit; resume later', key: 'q' };

const nameIn = (parts: Pick<MenuParts, 'events'>): string => operatorName(parts.events()) ?? 'operator';

async function chosen(offer: Offer, picked: Answer, by: string, parts: MenuParts): Promise<StepChosen> {
  const choice = picked as StepChosen['choice'];
  const base = { type: 'step.chosen', ...offer.at, choice, by } as const;
  if (choice !== 'skip' && choice !== 'accept') return base;
  const reason = await parts.turn({
    id: questionId(offer.at, offer.account, 'reason'),
    kind: 'text',
    prompt: choice === 'skip' ? 'Why is it skipped?' : 'Why is it waived?',
    why: 'The reason stands in the report, with your name.',
    refuse: (text) => (text.trim() === '' ? 'a reason is needed' : undefined),
  });
  return { ...base, reason: String(reason).trim() };
}

async function takeNote(offer: Offer, parts: MenuParts, by: string): Promise<void> {
  const text = await parts.turn({
    id: questionId(offer.at, offer.account, 'note'),
    kind: 'text',
    prompt: 'Note',
    why: 'Goes into the record with the time and your name.',
    optional: true,
  });
  if (String(text).trim() !== '') await parts.append({ type: 'note.added', text: String(text).trim(), by });
}

function stepMenu(offer: Offer, extras: Extras): ChoiceQuestion {
  const { step, stuck } = offer;
  const skip = { value: 'skip', label: 'Skip, with a reason', key: 's' };
  const waive = { value: 'accept', label: 'Waive by name: go on although it is not verified', key: 'w' };
  const first = stuck
    ? [
        { value: 'retry', label: 'Try again', key: 'r' },
        ...(step.mandatory
          ? []
          : [{ value: 'continue', label: `Go on; it stays ${stuck.outcome.is}`, key: 'c' }]),
        waive,
      ]
    : [{ value: 'continue', label: 'Continue: do it now', key: 'c' }, step.mandatory ? waive : skip];
  return {
    id: questionId(offer.at, offer.account, stuck ? 'stuck' : 'menu'),
    kind: 'choice',
    prompt: stuck ? `${step.title}: ${stuck.outcome.is.toUpperCase()}. What now?` : `${step.title}?`,
    choices: [
      ...first,
      { value: 'note', label: 'Write a note', key: 'n' },
      ...attaching(extras),
      { value: 'back', label: 'Back to the list', key: 'b' },
      ...extras.earlyEnds.choices(),
      quit,
    ],
    ...(stuck ? {} : { initial: 'continue' }),
  };
}

function card({ at, step, account, check, stuck }: Offer): RunEvent {
  return {
    type: 'step.offered',
    ...at,
    title: step.title,
    purpose: step.purpose,
    harm: inWords(step.harm, account),
    check,
    undo: step.undo,
    needs: step.needs.scopes.join(', '),
    ...(account ? { account: account.label } : {}),
    ...(stuck ? { stuck } : {}),
  };
}

/** Text of the playbook with what it says of the account put in. */
function inWords(text: string, account: Account | undefined): string {
  const filled = fillTemplate(text, (name) => account && accountNames[name]?.(account));
  return typeof filled === 'string' ? filled : JSON.stringify(filled);
}
