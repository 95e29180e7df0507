import { PageLost } from './page-lost.ts';

interface Ending {
  /** Aborting rejects the whole reading. */
  readonly signal: AbortSignal;
  /** Aborting ends it and keeps what was read; the reason is in words. */
  readonly endEarly?: AbortSignal | undefined;
}

/** Throws PageLost once the reading was ended early: no further page is begun. */
export function refuseEnded({ endEarly }: Ending): void {
  if (endEarly?.aborted) throw new PageLost(String(endEarly.reason));
}

/** Waits for a budget or a pause, but not after the reading was ended: then it throws PageLost. */
export async function orEndEarly<T>(ending: Ending, wait: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { signal, endEarly } = ending;
  if (endEarly === undefined) return wait(signal);
  try {
    return await wait(AbortSignal.any([signal, endEarly]));
  } catch (error) {
    signal.throwIfAborted();
    refuseEnded(ending);
    throw error;
  }
}
