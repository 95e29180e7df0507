import type { TallyStore } from './tally.ts';

/** The tally that this machine's processes share, for as long as it can be used. */
export interface Sharing {
  /** Resolves when it is open, or known not to be to be had. */
  opened(): Promise<void>;
  isOn(): boolean;
  /** Undefined without it. Never rejects or throws: to count alone is better than not to act. */
  use<T>(work: (shared: TallyStore) => T): T | undefined;
}

/** Opens the tally at its first use; says once, by `onUnshared`, why it cannot be used. */
export function createSharing({
  openShared,
  onUnshared,
}: {
  readonly openShared?: () => Promise<TallyStore>;
  readonly onUnshared?: (why: string) => void;
}): Sharing {
  let store: TallyStore | undefined;
  let opening: Promise<void> | undefined;
  const giveUp = (error: unknown): void => {
    store = undefined;
    onUnshared?.(whyNot(error));
  };
  const open = async (): Promise<void> => {
    try {
      store = await openShared?.();
    } catch (error) {
      giveUp(error);
    }
  };
  return {
    async opened() {
      if (openShared === undefined) return;
      await (opening ??= open());
    },
    isOn: () => store !== undefined,
    use(work) {
      if (store === undefined) return undefined;
      try {
        return work(store);
      } catch (error) {
        giveUp(error);
        return undefined;
      }
    },
  };
}

const whyNot = (error: unknown): string => (error instanceof Error ? error.message : String(error));
