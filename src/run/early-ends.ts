import type { EarlyEnd } from '../playbook/step-kind.ts';
import type { Choice } from '../domain/question.ts';

/** Work under way that the operator may end; it keeps what it has. */
interface Endable {
  readonly id: string;
  readonly what: string;
  readonly controller: AbortController;
}

/** What can be ended early now. */
export interface EarlyEnds {
  /** A step tells that it can be; the reason of `asked` names who ended it. */
  begin(id: string, what: string): EarlyEnd;
  /** One line of a menu for each that nobody has ended yet. */
  choices(): readonly Choice[];
  /** Ends what that line stands for; false for the value of any other line. */
  end(value: string, by: string): boolean;
  /** Aborts at the next change of what can be ended: a menu that is open then shows too little. */
  changed(): AbortSignal;
}

const prefix = 'end-early ';

/** `onChange` is called whenever the choices are other ones. */
export function createEarlyEnds(onChange: () => void): EarlyEnds {
  const underWay = new Map<string, Endable>();
  let next = new AbortController();
  const change = (): void => {
    next.abort();
    next = new AbortController();
    onChange();
  };
  const open = (): readonly Endable[] =>
    [...underWay.values()].filter(({ controller }) => !controller.signal.aborted);
  return {
    begin(id, what) {
      const endable = { id, what, controller: new AbortController() };
      underWay.set(id, endable);
      change();
      return {
        asked: endable.controller.signal,
        over: () => {
          if (underWay.get(id) === endable) underWay.delete(id);
          change();
        },
      };
    },
    choices: () =>
      open().map(({ id, what }, index) => ({
        value: `${prefix}${id}`,
        label: `End early, keeping what was read: ${what}`,
        ...(index === 0 ? { key: 'e' } : {}),
      })),
    end(value, by) {
      if (!value.startsWith(prefix)) return false;
      // It may have come to its own end while the menu was open.
      underWay.get(value.slice(prefix.length))?.controller.abort(`stopped by ${by}`);
      change();
      return true;
    },
    changed: () => next.signal,
  };
}
