import type { Clock } from '../domain/clock.ts';
import { doors } from '../domain/hands.ts';
import type { Answer, Operator, Question } from '../domain/question.ts';

/** What a good responder of this scenario knows without being told: which key, what the new one needs. */
interface ModelKnowledge {
  readonly leakedKeyLabel: string;
  readonly scopes: readonly string[];
  readonly ipAllowlist: readonly string[];
  /** Addresses on the whitelist that are not the owner's. */
  readonly foreignAddresses: readonly string[];
}

/**
 * Answers a drill as the playbook means it, taking a person's time for each answer. It is a script:
 * the record and the report say so.
 *
 * @throws when a question has no answer here: a new question needs a line, not a guess.
 */
export function createModelResponder(knowledge: ModelKnowledge, clock: Clock): Operator {
  const asked = new Map<string, number>();
  let keyPage = '';
  return {
    kind: 'model',
    async answer(question, signal) {
      const times = (asked.get(question.id) ?? 0) + 1;
      asked.set(question.id, times);
      if (isKeyPage(question)) keyPage = question.prompt;
      const { answer, thinkMs } = modelAnswer(question, { ...knowledge, keyPage }, times);
      await clock.sleep(thinkMs, signal);
      return answer;
    },
  };
}

// How long a practised person takes, in milliseconds of the drill's time. Assumed, not measured.
const glanceMs = 3_000;
const readMs = 6_000;
const pageMs = 20_000;

/** What the responder has seen so far, besides what he knew. */
interface Seen extends ModelKnowledge {
  /** What the portal's list of keys said when he last looked. */
  readonly keyPage: string;
}

const isKeyPage = ({ id }: Question): boolean => /\/list-keys:.*\/look$/.test(id);

function modelAnswer(
  question: Question,
  knowledge: Seen,
  times: number,
): { answer: Answer; thinkMs: number } {
  const local = question.id.slice(question.id.indexOf('/') + 1);
  for (const [pattern, answer, thinkMs] of lines(question, knowledge, times)) {
    if (pattern.test(local)) return { answer, thinkMs };
  }
  throw new Error(`the model responder has no answer to ${question.id}`);
}

type Line = readonly [pattern: RegExp, answer: Answer, thinkMs: number];

function lines(question: Question, knowledge: Seen, times: number): readonly Line[] {
  const values = question.kind === 'text' ? [] : question.choices.map(({ value }) => value);
  const labelled = (label: string): string =>
    (question.kind === 'text' ? [] : question.choices).find((choice) => choice.label === `"${label}"`)
      ?.value ?? 'none';
  return [
    [/^what-leaked$/, 'api-key', readMs],
    [/^which-accounts$/, values, readMs],
    [/^losing-money$/, 'yes', glanceMs],
    [/^who-are-you$/, 'model responder', glanceMs],
    [/^order$/, initialOf(question), readMs],
    // The last resort: it would end the responder's own key too.
    [/^menu$/, question.id.includes('freeze-account') ? 'skip' : 'continue', glanceMs],
    // Twice more, then on: a responder does not stand before one door for ever.
    [/^stuck$/, times <= 2 ? 'retry' : values.includes('continue') ? 'continue' : 'accept', readMs],
    [
      /^reason$/,
      question.id.includes('freeze-account')
        ? "the key is dead; a freeze would end the responder's key and stop everything"
        : 'tried three times; named in the report as open',
      readMs,
    ],
    [/^revoke-key\/delete$/, labelled(knowledge.leakedKeyLabel), pageMs],
    [/^list-keys:.*\/look$/, 'seen', pageMs],
    [/^foreign-key:/, '', readMs],
    [/^foreign-sub-account-keys:/, [], pageMs],
    [/^list-addresses:.*\/look$/, 'seen', pageMs],
    [/^foreign-on-page:/, knowledge.foreignAddresses.join(', '), pageMs],
    [/^gone-from-page:/, 'gone', readMs],
    [/^listed:/, knowledge.keyPage.includes(quotedIn(question)) ? 'listed' : 'not-listed', readMs],
    [/^earlier-key:/, 'check', readMs],
    // Only where reading the world back did not tell, and then he cannot either.
    [/\/did-it-happen$/, 'cannot-tell', readMs],
    [/^foreign-addresses:/, values.filter((value) => knowledge.foreignAddresses.includes(value)), pageMs],
    [
      /^edit-addresses\/remove$/,
      values.filter((value) => knowledge.foreignAddresses.includes(value)),
      pageMs,
    ],
    [/^cancel$/, 'cancel', readMs],
    [/^cancel-orders\/orders$/, values.filter((value) => question.why?.includes(value)), pageMs],
    [/^cause$/, 'unknown', readMs],
    [/^control$/, 'New host from a clean image; the key bound to its address; balance kept low.', pageMs],
    [/^close-doors:.*\/doors$|^doors:/, Object.keys(doors), pageMs],
    [/^create-key\/label$/, initialOf(question), pageMs],
    [/^create-key\/scopes$/, knowledge.scopes, pageMs],
    [/^create-key\/addresses$/, knowledge.ipAllowlist.join(', '), pageMs],
    [/^reference:/, initialOf(question), readMs],
    [/^attest/, 'yes', pageMs],
    [/^switched:/, 'yes', pageMs],
    [/^wait:/, 'wait', glanceMs],
    [/^item$/, '', readMs],
  ];
}

/** The name that a question puts in quotes, quotes included: pages show names so. */
const quotedIn = ({ prompt }: Question): string => /"[^"]*"/.exec(prompt)?.[0] ?? prompt;

const initialOf = (question: Question): Answer =>
  ('initial' in question ? question.initial : undefined) ?? '';
