import { BadInput } from '../../domain/failure.ts';
import { answerRefusal, jsonAnswer } from '../answers.ts';
import type { SimulatedVenue, Simulator, SimulatorOptions } from '../contract.ts';
import { createWindowCounter, nobody } from '../counters.ts';
import type { OnCounted, WindowCounter } from '../counters.ts';
import { actAsKeyHolder } from '../key-holder.ts';
import { deriveKeyParts } from '../key-ring.ts';
import type { Answer, Incoming } from '../shell.ts';
import { openCore, startSimulator } from '../venue-core.ts';
import type { VenueCore } from '../venue-core.ts';
import { VenueRefusal } from '../venue-refusal.ts';
import { planWithdrawal } from './acts.ts';
import { documentedCodes, inVenueWords, refusal } from './codes.ts';
import { keyIdForm, passGate, passGateInPerson } from './gate.ts';
import { decimal, readParameters } from './parameters.ts';
import type { Parameters } from './parameters.ts';
import { callOf, routes } from './routes.ts';
import type { Route } from './routes.ts';

export const bitvavo: SimulatedVenue = {
  venue: 'bitvavo',
  simulate: simulateBitvavo,
  symbolOf: (base, quote) => `${base}-${quote}`,
  deriveKey: deriveKeyParts,
};

/** docs "Rate limits": 1000 weight points a minute for a key, or for an address without one. */
const pointsAMinute = 1000;
const minuteMs = 60_000;

/**
 * Starts Bitvavo on a free port of 127.0.0.1. What is modelled, what is assumed and where it is
 * written: the README beside. Throws BadInput for opening books that cannot be.
 */
export async function simulateBitvavo(options: SimulatorOptions): Promise<Simulator> {
  const bad = options.opening.keys.find((key) => !keyIdForm.test(key.keyId));
  if (bad !== undefined) {
    throw new BadInput(`the key "${bad.label}" has no id of this venue's form`, {
      hint: 'a key id is 64 letters and digits',
    });
  }
  if ((options.opening.conversions ?? []).length > 0) {
    throw new BadInput('this venue has no list of what was converted: its books hold none');
  }
  const core = openCore(options, bitvavo.deriveKey);
  const { onCounted = nobody } = options;
  const limits = { points: createWindowCounter(minuteMs), blocked: new Map<string, number>(), onCounted };
  return startSimulator(core, options.clock, {
    venue: 'bitvavo',
    answer: (incoming) => answerBitvavo(core, limits, incoming),
    whenBroken: answerRefusal(refusal('101')),
    refusals: documentedCodes,
    refusalAnswer: (code) => answerRefusal(refusal(code)),
    refuseKey: () => undefined,
    asKeyHolder: (holder) =>
      actAsKeyHolder(core, {
        admit: (needs) => ({ key: passGateInPerson(core, holder, needs).ref, sourceIp: holder.sourceIp }),
        readAmount: decimal,
        planWithdrawal: (wanted, by) => planWithdrawal(core.world.books(), wanted, by, core.nowMs()),
        inVenueWords,
      }),
  });
}

interface Limits {
  readonly points: WindowCounter;
  /** Who is blocked, until when. */
  readonly blocked: Map<string, number>;
  readonly onCounted: OnCounted;
}

/** Weighs, lets in, answers: whatever fails first is what the venue says; nothing changed then. */
function answerBitvavo(core: VenueCore, limits: Limits, incoming: Incoming): Answer {
  const headers: Record<string, string> = {};
  try {
    const route = routes.find((each) => each.path === incoming.path && each.method === incoming.method);
    if (route === undefined) throw refusal('110');
    const parameters = readParameters(incoming);
    weigh(limits, incoming, route, parameters, core.nowMs(), headers);
    const key = route.needs === 'public' ? undefined : passGate(core, incoming, route.needs);
    return jsonAnswer(200, route.answer(callOf(core, parameters, key, incoming.sourceIp)), headers);
  } catch (problem) {
    if (!(problem instanceof VenueRefusal)) throw problem;
    return answerRefusal(problem, headers);
  }
}

// Over the limit a key (or address) is blocked until the window is over (docs "Rate limits").
function weigh(
  { points, blocked, onCounted }: Limits,
  incoming: Incoming,
  route: Route,
  parameters: Parameters,
  nowMs: number,
  headers: Record<string, string>,
): void {
  const who = String(incoming.headers['bitvavo-access-key'] ?? incoming.sourceIp);
  const weight = typeof route.weight === 'number' ? route.weight : route.weight(parameters);
  onCounted({ counter: who, units: weight, most: pointsAMinute, perMs: minuteMs });
  const { used, resetsInMs } = points.count(who, weight, nowMs);
  const resetAt = Math.max(nowMs + resetsInMs, blocked.get(who) ?? 0);
  headers['bitvavo-ratelimit-limit'] = String(pointsAMinute);
  headers['bitvavo-ratelimit-remaining'] = String(Math.max(0, pointsAMinute - used));
  headers['bitvavo-ratelimit-resetat'] = String(resetAt);
  if (used > pointsAMinute) blocked.set(who, nowMs + minuteMs);
  const until = blocked.get(who) ?? 0;
  if (nowMs < until) {
    throw refusal('105', `Rate limit exceeded. Your IP or API key has been blocked until ${until}.`);
  }
}
