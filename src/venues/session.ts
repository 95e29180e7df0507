import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { Credential } from '../domain/account.ts';
import type { Clock } from '../domain/clock.ts';
import type { HttpExchange } from '../domain/http-exchange.ts';
import type {
  Endpoint,
  Params,
  Session,
  Venue,
  ViewArgs,
  Viewed,
  ViewedMarket,
  ViewMethod,
} from './contract.ts';
import { secretPartsOf } from './credential.ts';
import { defaultTimeouts, openLine } from './http.ts';
import type { Timeouts } from './http.ts';
import { marketsOnce } from './markets.ts';
import { nonceOf } from './nonce.ts';
import { nameOf } from './price.ts';
import { redactorOf } from './sanitise.ts';
import { replyOf } from './trip.ts';
import type { PlainResponse, Trip } from './trip.ts';
import { allowedIn, callErrand, positional, ViewErrand } from './view.ts';
import type { Errand } from './view.ts';
import { connectOver } from './wire.ts';
import type { Wire } from './wire.ts';

export interface SessionRequest {
  readonly venue: Venue;
  /** Absent: a keyless session, for public endpoints only. */
  readonly credential?: Credential;
  readonly wire: Wire;
  /**
   * Given every HTTP exchange, good or bad, before its reply is used. It holds secrets: the consumer
   * redacts. When it rejects (disk full), so does the call, with the same error.
   */
  readonly capture: (exchange: HttpExchange) => Promise<void>;
  readonly clock: Clock;
  readonly timeouts?: Partial<Timeouts>;
  /**
   * Venue − host as measured by readClock, added to every timestamp. Leave it out unless the host's
   * clock is known to be wrong (CLOCK_SKEW, or an offset near the venue's tolerance): a correction
   * that is itself wrong makes good requests fail.
   */
  readonly clockOffsetMs?: number;
  /** Names a captured exchange; unique over the case. */
  readonly newExchangeId?: () => string;
}

/**
 * Opens the one door to a venue for one key, on a ccxt instance of its own. Opens no connection and
 * sends nothing. Throws BadInput when a part of the credential or the proxy is missing or no such
 * thing, VenueFailure KEY_MALFORMED when a part holds a stray space or line break, WireRefusal when
 * the wire does not lead to this venue. The session's calls throw VenueFailure, or the error of `capture`.
 */
export async function openSession(request: SessionRequest): Promise<Session> {
  const { venue, credential, clock } = request;
  const parts = secretPartsOf(venue, credential);
  const redact = redactorOf(secretTexts(parts, request.wire));
  const timeouts = { ...defaultTimeouts, ...request.timeouts };
  const line = openLine({ connect: connectOver(request.wire, venue), clock, timeouts });
  const errands = new AsyncLocalStorage<Errand>();
  // Whole milliseconds: an accelerated clock has fractions, a venue's timestamp has none.
  const now = (): number => Math.floor(clock.now().toMillis() + (request.clockOffsetMs ?? 0));
  const nonce = nonceOf(venue, parts, now);
  const ours = {
    now,
    nonce: nonce.next,
    timeoutMs: timeouts.connectMs + timeouts.totalMs + 5_000,
    fetch: async (url, { method, headers = {}, body }) => {
      const errand = errands.getStore();
      // ccxt wants something that nobody asked for: markets, currencies, a time sync.
      if (errand === undefined) throw new Error('a request outside of a call');
      return errand.carry({ url, method, headers, body });
    },
  } satisfies Ours;
  const ccxt = await buildCcxt(venue, parts, ours);

  const { capture, newExchangeId = randomUUID } = request;
  const newTrip =
    (doing: string) =>
    (isWrite: boolean): Trip => ({ venue, line, redact, capture, newExchangeId, doing, isWrite });
  const markets = (): Promise<Ccxt> =>
    marketsOnce(venue, request.wire, async () => {
      const errand = new ViewErrand({ newTrip: newTrip('reading the list of markets'), allowed: 'all' });
      const keyless = await buildCcxt(venue, {}, ours);
      const complaint = await errands.run(errand, () => complaintOf(() => keyless.loadMarkets()));
      await errand.settle(complaint, 'loadMarkets');
      return keyless;
    });
  let closed = false;
  const refuseIfClosed = (doing: string): void => {
    if (closed) throw new Error(`this session is closed; ${doing} was not sent`);
  };
  return {
    venue,
    credential,
    call: (endpoint, params, doing, beforeRepeat) =>
      nonce.inTurn(async () => {
        refuseIfClosed(doing);
        const trip = { ...newTrip(doing)(isWrite(venue, endpoint)), beforeRepeat };
        const complaint = await errands.run(callErrand(trip), () => callCcxt(ccxt, endpoint, params));
        return replyOf(trip, complaint, nameOf(endpoint));
      }),
    view: (method, args, doing) =>
      nonce.inTurn(async () => {
        refuseIfClosed(doing);
        const allowed = allowedIn(venue.views, method, newTrip(doing)(false));
        const isAct = method === 'cancelOrder';
        const errand = new ViewErrand({ newTrip: newTrip(doing), allowed, isAct, args });
        if (method !== 'fetchTime') await handOver(ccxt, markets);
        return viewThrough(ccxt, method, args, (work) => errands.run(errand, work), errand);
      }),
    async close() {
      closed = true;
      line.close();
    },
  };
}

// ---------------------------------------------------------------- ccxt, and what we keep it from

/** What we use of a ccxt instance. */
interface Ccxt {
  seconds: () => number;
  milliseconds: () => number;
  microseconds: () => number;
  nonce: () => number;
  loadMarkets: () => Promise<unknown>;
  readonly markets?: Readonly<Record<string, CcxtMarket>>;
  setMarketsFromExchange(other: Ccxt): void;
  request(path: string, api: string, verb: string, params: Params): Promise<unknown>;
  loadFetchImplementation(): Promise<void>;
  readonly [implicitMethod: string]: unknown;
}

interface CcxtMarket {
  readonly id: string;
  readonly base?: string;
  readonly quote?: string;
  readonly spot?: boolean;
}

type CcxtFetch = (url: string, params: CcxtFetchParams) => Promise<PlainResponse>;

interface CcxtFetchParams {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** What ccxt gets from us instead of its own. */
interface Ours {
  readonly now: () => number;
  readonly nonce: (own: number) => number;
  readonly timeoutMs: number;
  readonly fetch: CcxtFetch;
}

async function buildCcxt(venue: Venue, parts: Readonly<Record<string, string>>, ours: Ours): Promise<Ccxt> {
  // One venue by path: `import 'ccxt'` loads a hundred and costs a third of a second.
  const file = new URL(`./src/${venue.ccxtId}.js`, import.meta.resolve('ccxt'));
  const module = (await import(file.href)) as { default: new (options: object) => Ccxt };
  const { options, ...rest } = venue.ccxtOptions;
  const ccxt = new module.default({
    ...rest,
    ...parts,
    // A repeat is the runner's decision, after reading the world back.
    options: { ...(options as object | undefined), maxRetriesOnFailure: 0 },
    // Its own stack is never used: ours captures bytes, ends stalls, and cannot be raced past.
    fetchImplementation: ours.fetch,
    // The shared budget of acquisition/ is the throttle; two throttles hide each other's waits.
    enableRateLimit: false,
    // A backstop only: our own timeouts end sooner, and the body's stall is among them.
    timeout: ours.timeoutMs,
    // ccxt says it is a browser otherwise.
    userAgent: 'firebreak',
    enableLastHttpResponse: false,
    enableLastResponseHeaders: false,
  });
  ccxt.milliseconds = ours.now;
  ccxt.seconds = () => Math.floor(ours.now() / 1000);
  ccxt.microseconds = () => ours.now() * 1000;
  const own = ccxt.nonce.bind(ccxt);
  ccxt.nonce = () => ours.nonce(own());
  await ccxt.loadFetchImplementation();
  return ccxt;
}

const implicitMethod = /^[a-z]\w*?(Get|Post|Put|Patch|Delete)[A-Z]\w*$/;

function isWrite(venue: Venue, endpoint: Endpoint): boolean {
  if (typeof endpoint !== 'string') return endpoint.verb !== 'GET';
  const verb = implicitMethod.exec(endpoint)?.[1];
  return verb !== 'Get' && !(venue.readsByPost ?? []).includes(endpoint);
}

/** Returns what ccxt threw, if it did. Its return value is of no use: the raw reply decides. */
function callCcxt(ccxt: Ccxt, endpoint: Endpoint, params: Params): Promise<unknown> {
  return complaintOf(() => {
    if (typeof endpoint !== 'string') {
      return ccxt.request(endpoint.path, endpoint.api, endpoint.verb, copyOf(params));
    }
    // Own properties only: on the prototype are the unified methods, which load markets with the key.
    const isImplicit = Object.hasOwn(ccxt, endpoint) && implicitMethod.test(endpoint);
    const implicit = isImplicit ? ccxt[endpoint] : undefined;
    if (typeof implicit !== 'function') throw new Error(`ccxt has no implicit method ${endpoint}`);
    return (implicit as (params: Params) => Promise<unknown>)(copyOf(params));
  });
}

async function complaintOf(work: () => Promise<unknown>): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error ?? new Error('ccxt threw nothing');
  }
}

/**
 * Gives the instance with the key the markets of the one without, and takes its own way to them: at some
 * venues loading markets with a key sends signed requests, at two of them such as change the account.
 */
async function handOver(ccxt: Ccxt, markets: () => Promise<Ccxt>): Promise<void> {
  if (ccxt.markets === undefined) ccxt.setMarketsFromExchange(await markets());
  ccxt.loadMarkets = () => Promise.resolve(ccxt.markets);
}

async function viewThrough(
  ccxt: Ccxt,
  method: ViewMethod,
  args: ViewArgs,
  run: (work: () => Promise<unknown>) => Promise<unknown>,
  errand: ViewErrand,
): Promise<Viewed> {
  let parsed: unknown;
  const unified = ccxt[method] as (...args: unknown[]) => Promise<unknown>;
  const complaint = await run(() =>
    complaintOf(async () => (parsed = await unified.apply(ccxt, positional(method, args)))),
  );
  const replies = await errand.settle(complaint, method);
  const reply = replies.at(-1);
  if (reply === undefined) throw errand.nothingSent(method);
  return {
    parsed,
    reply,
    before: replies.slice(0, -1).map(({ exchange }) => exchange),
    marketOf: (symbol) => marketNamed(ccxt, symbol),
  };
}

function marketNamed({ markets = {} }: Ccxt, symbol: string): ViewedMarket | undefined {
  const market = Object.hasOwn(markets, symbol) ? markets[symbol] : undefined;
  if (market === undefined) return undefined;
  const { id, base = '', quote = '', spot = false } = market;
  return { id, base, quote, isSpot: spot };
}

/** ccxt adds to what it is handed. */
const copyOf = (params: Params): Params => structuredClone(params) as Params;

function secretTexts(parts: Readonly<Record<string, string>>, wire: Wire): string[] {
  const proxy = wire.mode === 'real' ? wire.proxy?.url.reveal() : undefined;
  const password = proxy === undefined ? undefined : URL.parse(proxy)?.password;
  return [...Object.values(parts), ...[proxy, password].filter((text) => text !== undefined)];
}
