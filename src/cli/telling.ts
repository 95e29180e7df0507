import type { Environment } from './environment.ts';

/** What a command did, for people as it is done, or as one JSON object when it ends. */
export interface Telling {
  /** @param words whole lines */
  tell(name: string, told: unknown, words: string): void;
  /** Also after a failure: what was done before it stays done. */
  end(): void;
}

export function openTelling(json: boolean, { stdout }: Pick<Environment, 'stdout'>): Telling {
  const told: Record<string, unknown> = {};
  return {
    tell(name, what, words) {
      if (json) told[name] = what;
      else stdout.write(words);
    },
    end() {
      if (json && Object.keys(told).length > 0) stdout.write(`${JSON.stringify(told)}\n`);
    },
  };
}
