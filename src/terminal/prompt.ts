import type { DrawnQuestion, QuestionFrame } from './draw-question.ts';
import type { Key } from './keyboard.ts';

/** A question that can be drawn at once and answered as soon as enquirer is loaded. */
export interface Prompt<Value> {
  draw(frame: QuestionFrame): DrawnQuestion;
  /** Starts the enquirer prompt behind it; resolves with the answer once it is accepted. */
  run(load: LoadEnquirer, redraw: () => void): Promise<Value>;
  /** Keys wait until `run` has set the prompt up. */
  press(text: string | undefined, key: Key): Promise<void>;
  paste(text: string): Promise<void>;
}

/** Loads one of enquirer's prompts; only ask.ts can. */
export interface LoadEnquirer {
  select(): EnquirerClass<EnquirerSelect>;
  text(): EnquirerClass<EnquirerText>;
}

type EnquirerClass<P> = new (options: EnquirerOptions) => P;

/** What is used of enquirer 2.4.1; its own types describe options and leave these out. */
interface EnquirerPrompt<Value> {
  on(event: 'run', listener: () => void): unknown;
  run(): Promise<Value>;
  submit(): Promise<void>;
  keypress(text: string | undefined, key: Key): Promise<unknown>;
}

export interface EnquirerSelect extends EnquirerPrompt<string | string[]> {
  index: number;
  readonly choices: readonly { name: string; enabled?: boolean }[];
  toggle(choice: { name: string }): unknown;
}

export interface EnquirerText extends EnquirerPrompt<string> {
  input: string;
  cursor: number;
}

interface EnquirerOptions {
  readonly name: string;
  readonly initial?: number | string | readonly string[];
  readonly choices?: readonly { name: string }[];
  readonly multiple?: boolean;
  readonly rows?: number;
  readonly validate?: (value: string) => true | string;
  readonly stdout: { write(text: string): void };
  render(): void;
  start(): void;
  cursorHide(): void;
}

/**
 * enquirer keeps the state of a prompt (focus, marks, text, validation) and how it ends; drawing and
 * listening are ours. Its own would hide the cursor, count wide characters wrongly, ring the bell,
 * stop reading on Ctrl-D, and register signal handlers that end the process with the journal open.
 */
export function quietEnquirer(
  redraw: () => void,
): Pick<EnquirerOptions, 'stdout' | 'render' | 'start' | 'cursorHide'> {
  const nothing = (): void => undefined;
  return { stdout: { write: nothing }, render: redraw, start: nothing, cursorHide: nothing };
}
