import { randomBytes } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import type { Clock, ClockOffset } from '../domain/clock.ts';

/** A time server of firebreak.yaml: `time.example.org` or `192.0.2.1:123`. */
export interface TimeServer {
  readonly host: string;
  readonly port: number;
}

/** Why a server's answer, or its silence, tells nothing of the time. Holds nothing that the server wrote but a code. */
export class NoNetworkTime extends Error {
  override readonly name = 'NoNetworkTime';
}

/** What is needed of an answer, in milliseconds since 1970 by the server's clock. */
interface Reply {
  readonly receivedMs: number;
  readonly sentMs: number;
  readonly stratum: number;
  readonly rootDelayMs: number;
  readonly rootDispersionMs: number;
}

const packetSize = 48;
// RFC 5905 §7.3: leap 0, version 4, mode 3 (client).
const question = 0x23;
const patienceMs = 3000;

/**
 * Asks once for the time (SNTP, RFC 5905 §14). Offset: server − host, at the middle of the question; it
 * is uncertain by half the round trip and by what the server says of its own distance. Not authenticated:
 * whoever sits on the way can answer. The times at our end come from the monotonic clock.
 *
 * @throws NoNetworkTime
 */
export async function askNetworkTime(
  server: TimeServer,
  clock: Clock,
  waitMs = patienceMs,
): Promise<ClockOffset> {
  const nonce = randomBytes(8);
  const packet = Buffer.alloc(packetSize);
  packet[0] = question;
  // Only the server's echo of this is compared: it need not be our time, and tells nobody what ours is.
  nonce.copy(packet, 40);
  const at = clock.now().toUTC();
  const began = clock.monotonicMs();
  const bytes = await exchange(packet, server, waitMs);
  const tookMs = clock.monotonicMs() - began;
  const { receivedMs, sentMs, ...rest } = readReply(bytes, nonce);
  const askedMs = at.toMillis();
  const offsetMs = (receivedMs - askedMs + (sentMs - (askedMs + tookMs))) / 2;
  const roundTripMs = tookMs - (sentMs - receivedMs);
  if (roundTripMs < -1)
    throw new NoNetworkTime('the server says that it held the question longer than it was away');
  return {
    venue: `ntp:${server.host}`,
    at: at.toISO() ?? '',
    offsetMs: Math.round(offsetMs),
    roundTripMs: Math.max(0, Math.round(roundTripMs)),
    timeServer: rest,
  };
}

/**
 * Reads an answer and refuses what RFC 5905 says to refuse: not from a server, not to this question, a
 * kiss-o'-death, a server that has no time itself, times that cannot be.
 *
 * @throws NoNetworkTime
 */
export function readReply(bytes: Uint8Array, nonce: Uint8Array): Reply {
  const reply = Buffer.from(bytes);
  const refuse = (why: string): never => {
    throw new NoNetworkTime(why);
  };
  if (reply.length < packetSize) refuse(`the answer has ${reply.length} bytes`);
  if (!reply.subarray(24, 32).equals(nonce)) refuse('the answer is not to our question');
  const [first = 0, stratum = 0] = reply;
  const [leap, version, mode] = [first >> 6, (first >> 3) & 7, first & 7];
  if (mode !== 4) refuse(`the answer is no server's (mode ${mode})`);
  if (version < 3 || version > 4) refuse(`the answer is in version ${version}`);
  if (stratum === 0) refuse(`the server refuses (kiss-o'-death ${kissCode(reply)})`);
  if (leap === 3) refuse('the server has no time itself (leap 3)');
  if (stratum > 15) refuse(`the server has no time itself (stratum ${stratum})`);
  const [receivedMs, sentMs] = [timeAt(reply, 32), timeAt(reply, 40)];
  if (receivedMs === undefined || sentMs === undefined) return refuse('the server tells no time');
  if (sentMs < receivedMs) refuse('the server answered before it was asked');
  const [rootDelayMs, rootDispersionMs] = [shortAt(reply, 4), shortAt(reply, 8)];
  // RFC 5905 §11.1 MAXDISP: more than sixteen seconds away from any clock is no clock.
  if (rootDelayMs / 2 + rootDispersionMs >= 16_000) refuse('the server is too far from any clock');
  return { receivedMs, sentMs, stratum, rootDelayMs, rootDispersionMs };
}

const kissCode = (reply: Buffer): string =>
  /^[A-Z0-9]{1,4}/.exec(reply.toString('latin1', 12, 16))?.[0] ?? 'without a code';

// Seconds from 1900 to 1970, and of an era: the count began anew in 2036 (RFC 4330 §3: top bit clear).
const to1970 = 2_208_988_800;
const eraSeconds = 2 ** 32;

function timeAt(reply: Buffer, at: number): number | undefined {
  const seconds = reply.readUInt32BE(at);
  const fraction = reply.readUInt32BE(at + 4);
  if (seconds === 0 && fraction === 0) return undefined;
  const era = seconds < 2 ** 31 ? eraSeconds : 0;
  return (seconds + era - to1970 + fraction / 2 ** 32) * 1000;
}

const shortAt = (reply: Buffer, at: number): number => Math.round((reply.readUInt32BE(at) / 2 ** 16) * 1000);

/** The first datagram from the server that was asked; others are not even seen: the socket is connected. */
async function exchange(packet: Buffer, { host, port }: TimeServer, waitMs: number): Promise<Uint8Array> {
  const socket = createSocket({ type: host.includes(':') ? 'udp6' : 'udp4' });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Uint8Array>((resolve, reject) => {
      timer = setTimeout(() => reject(new NoNetworkTime(`no answer within ${waitMs} ms`)), waitMs);
      socket.once('error', (cause) => reject(unreachable(cause)));
      socket.once('message', resolve);
      socket.connect(port, host, () => send(socket, packet, reject));
    });
  } finally {
    clearTimeout(timer);
    socket.close();
  }
}

function send(socket: Socket, packet: Buffer, reject: (error: Error) => void): void {
  socket.send(packet, (cause) => {
    if (cause) reject(unreachable(cause));
  });
}

const unreachable = (cause: Error): NoNetworkTime =>
  new NoNetworkTime(`it cannot be reached (${'code' in cause ? String(cause.code) : 'no reason given'})`, {
    cause,
  });
