/** How late the venue may have counted a request, in milliseconds. */
export interface Delay {
  /** Takes in how long the answer took; returns how long after the shortest way it may have arrived. */
  lateMs(roundTripMs: number): number;
}

// The shortest way there and back is known only after some answers, and may be shorter yet.
const answersWanted = 5;
const share = 0.8;

/**
 * A request arrives somewhere between its sending and its answer. All arrive at least the shortest way
 * late, so that only what is beyond it can bring two nearer together than they were sent.
 */
export function createDelay(): Delay {
  let answers = 0;
  let shortestMs = Number.POSITIVE_INFINITY;
  return {
    lateMs(roundTripMs) {
      answers += 1;
      shortestMs = Math.min(shortestMs, roundTripMs);
      return answers < answersWanted ? roundTripMs : Math.max(0, roundTripMs - share * shortestMs);
    },
  };
}
