/** A question to the operator. The answer is journaled; nothing is asked twice. */
export type Question = ChoiceQuestion | ManyQuestion | TextQuestion;

interface Asked {
  /** Stable, and unique in the case: "open.ask/what-leaked", "contain.revoke/menu". */
  readonly id: string;
  readonly prompt: string;
  /** One line under the prompt: why we ask. */
  readonly why?: string;
}

export interface ChoiceQuestion extends Asked {
  readonly kind: 'choice';
  readonly choices: readonly Choice[];
  readonly initial?: string;
  /** An answer that changes the account. A script must name it exactly; there is no blanket yes. */
  readonly destructive?: boolean;
}

export interface ManyQuestion extends Asked {
  readonly kind: 'many';
  readonly choices: readonly Choice[];
  readonly initial?: readonly string[];
}

export interface TextQuestion extends Asked {
  readonly kind: 'text';
  readonly initial?: string;
  /** Returns what is wrong, or undefined. */
  readonly refuse?: (text: string) => string | undefined;
  readonly optional?: boolean;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  /** One-key menu: the key that picks it. */
  readonly key?: string;
  /** In a destructive question: this answer changes nothing, so it may be preselected and needs no second yes. */
  readonly harmless?: boolean;
}

export type Answer = string | readonly string[];

/** Whoever answers: a person at a terminal, a script, the model responder of a drill. */
export interface Operator {
  readonly kind: 'person' | 'script' | 'model';
  answer(question: Question, signal: AbortSignal): Promise<Answer>;
}
