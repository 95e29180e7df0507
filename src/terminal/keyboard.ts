import { emitKeypressEvents } from 'node:readline';

/** A key press as node:readline decodes it. */
export interface Key {
  readonly name?: string | undefined;
  readonly sequence?: string | undefined;
  readonly ctrl?: boolean | undefined;
  readonly meta?: boolean | undefined;
  readonly shift?: boolean | undefined;
  readonly code?: string | undefined;
}

/** The part of a terminal's input stream that is used. */
export interface TerminalInput extends NodeJS.ReadableStream {
  readonly isTTY?: boolean | undefined;
  readonly isRaw?: boolean | undefined;
  setRawMode?(raw: boolean): unknown;
}

/** Whoever reads the keys now. */
interface KeyReader {
  /** `text` is the printable text of the key, if it has any. */
  press(text: string | undefined, key: Key): Promise<void>;
  /** What was pasted, as one piece: a pasted line break is not the Enter key. */
  paste(text: string): Promise<void>;
  /** Ctrl-C, Ctrl-D, or the terminal is gone. */
  interrupt(reason: string): void;
}

interface Keyboard {
  /** Gives the keys to a reader until it is released. */
  read(reader: KeyReader): { release(): void };
  /** Gives the terminal back as it was. */
  close(): void;
}

/**
 * One listener on the terminal's input for the whole run. Keys are handed over one at a time, each
 * after the one before is done. From the first question to `close` the terminal stays in raw mode:
 * what is typed while nobody reads is dropped instead of echoed into the board, no key meant for one
 * question answers the next, and Ctrl-C between questions arrives at `onInterrupt`.
 *
 * node:readline's Interface is not used: it pauses the input on Ctrl-D and would edit a line of its own.
 */
export function createKeyboard(parts: {
  readonly stdin: TerminalInput;
  write(text: string): unknown;
  onInterrupt(): void;
}): Keyboard {
  const { stdin } = parts;
  let reader: KeyReader | undefined;
  let busy: Promise<void> = Promise.resolve();
  let pasted: string | undefined;
  let gone: string | undefined;
  let listening = false;

  const interrupt = (reason: string): void => {
    reader?.interrupt(reason);
    parts.onInterrupt();
  };

  const onKey = (text: string | undefined, key: Key = {}): void => {
    if (key.name === 'paste-start') pasted = '';
    else if (key.name === 'paste-end') endPaste();
    else if (pasted !== undefined) pasted += text ?? key.sequence ?? '';
    else if (key.ctrl === true && (key.name === 'c' || key.name === 'd'))
      interrupt(`Ctrl-${key.name.toUpperCase()}`);
    else hand((to) => to.press(text, key));
  };

  function endPaste(): void {
    const text = pasted ?? '';
    pasted = undefined;
    hand((to) => to.paste(text));
  }

  /** The reader is fixed now: a key typed for this question never reaches the next one. */
  function hand(give: (to: KeyReader) => Promise<void>): void {
    const to = reader;
    if (!to) return;
    busy = busy
      .then(() => (to === reader ? give(to) : undefined))
      .catch((error: unknown) => to.interrupt(String(error)));
  }

  const onEnd = (): void => {
    gone = 'the terminal was closed';
    interrupt(gone);
  };

  function listen(): void {
    if (listening) return;
    listening = true;
    emitKeypressEvents(stdin);
    stdin.on('keypress', onKey);
    stdin.on('end', onEnd).on('close', onEnd).on('error', onEnd);
    stdin.setRawMode?.(true);
    parts.write(pasteOn);
    stdin.resume();
  }

  function stopListening(): void {
    if (!listening) return;
    listening = false;
    stdin.off('keypress', onKey);
    stdin.off('end', onEnd).off('close', onEnd).off('error', onEnd);
    pasted = undefined;
    if (gone !== undefined) return;
    stdin.pause();
    parts.write(pasteOff);
    stdin.setRawMode?.(false);
  }

  return {
    read(next) {
      reader = next;
      if (gone === undefined) listen();
      else queueMicrotask(() => next.interrupt(gone ?? ''));
      return {
        release() {
          if (reader === next) reader = undefined;
        },
      };
    },
    close: stopListening,
  };
}

// "Bracketed paste": the terminal marks what is pasted, so that it cannot act as keys.
const pasteOn = '\u001b[?2004h';
const pasteOff = '\u001b[?2004l';
