import { phases } from '../domain/phase.ts';
import type { Playbook } from './playbook.ts';
import type { StepKindDescription } from './step-kind.ts';
import { placedSteps, type Placed } from './walk.ts';

/** Advice about a playbook that loads and runs, but that experience would write otherwise. */
interface Advice {
  /** The practice's name: "says-what-breaks". */
  readonly practice: string;
  /** The step it is about; absent when it is about the whole playbook. */
  readonly step?: string;
  readonly message: string;
}

interface Subject {
  readonly playbook: Playbook;
  readonly steps: readonly Placed[];
  readonly kindOf: (placed: Placed) => StepKindDescription | undefined;
}

type Practice = (subject: Subject) => readonly Omit<Advice, 'practice'>[];

/** Returns advice, in the order of the practices below; an empty list when there is none. */
export function lintPlaybook(playbook: Playbook, kinds: readonly StepKindDescription[]): Advice[] {
  const steps = placedSteps(playbook);
  const kindOf = ({ step }: Placed) => kinds.find((kind) => kind.id === step.do.kind);
  return Object.entries(practices).flatMap(([practice, look]) =>
    look({ playbook, steps, kindOf }).map((advice) => ({ practice, ...advice })),
  );
}

/** One line for people: `revoke-key: changes the account … (says-what-breaks)`. */
export const describeAdvice = ({ practice, step, message }: Advice): string =>
  `${step ?? 'the playbook'}: ${message} (${practice})`;

const practices: Readonly<Record<string, Practice>> = {
  'says-what-breaks': ({ steps, kindOf }) =>
    steps
      .filter((placed) => kindOf(placed)?.changes && cannotBeUndone(placed) && placed.step.harm === '')
      .map(about('changes the account for good and does not say what is lost by it: fill in "harm"')),

  'checks-with-other-eyes': ({ steps }) =>
    steps
      .filter(({ step }) => step.do.kind === step.check.kind)
      .map(about('its check is the same kind as its work: it would confirm its own mistake')),

  'says-what-for': ({ steps }) =>
    steps
      .filter(({ step }) => plain(step.purpose) === plain(step.title))
      .map(about('its purpose repeats its title: say what goes wrong without the step')),

  // domain rules §2: no step of a response sends funds away.
  'never-withdraws': ({ steps }) =>
    steps
      .filter(({ step }) => step.needs.scopes.includes('withdraw'))
      .map(about('asks for a key that can withdraw: no step of a response needs one')),

  'preserves-beside-containment': ({ playbook }) =>
    playbook.sections
      .filter((section) => section.phase === 'contain')
      .filter((section) => section.per === 'case' || section.tracks.length === 1)
      .map(() => ({
        message: 'nothing is preserved beside "contain": evidence fades while the key is revoked',
      })),

  'cannot-close-with-a-live-key': ({ steps }) => {
    const containing = steps.filter(({ section }) => section.phase === 'contain');
    if (containing.length === 0 || containing.some(({ step }) => step.mandatory)) return [];
    return [{ message: 'no step of "contain" is mandatory: the case can be closed with the key alive' }];
  },

  // Eradication is iterative (AWS incident response playbook 4.2): in 2018 and 2024 the attacker's key was a new one.
  'leads-back-to-containment': ({ playbook, steps }) => {
    const contain = playbook.sections.findIndex((section) => section.phase === 'contain');
    const isLast = contain === playbook.sections.length - 1;
    if (contain < 0 || isLast || steps.some(({ step }) => step.returns?.to === 'contain')) return [];
    return [{ message: 'no step leads back to "contain": one more key or address found would stay open' }];
  },

  'closes-the-way-in-first': ({ playbook, steps, kindOf }) =>
    steps
      .filter((placed) => kindOf(placed)?.createsKey && !isAfter('eradicate', placed, playbook))
      .map(about('makes a new key before "eradicate": on a host that is still open it is lost the same day')),

  'ends-with-a-review': ({ playbook }) =>
    playbook.sections.at(-1)?.phase === 'review'
      ? []
      : [{ message: 'does not end with "review": nobody computes what happened and what is left to do' }],
};

const about =
  (message: string) =>
  ({ step }: Placed): { step: string; message: string } => ({ step: step.id, message });

const cannotBeUndone = ({ step }: Placed): boolean => /^none\b/i.test(step.undo);

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const isAfter = (phase: 'eradicate', { section }: Placed, playbook: Playbook): boolean =>
  playbook.sections.some((other) => other.phase === phase) &&
  phases.indexOf(section.phase) > phases.indexOf(phase);
