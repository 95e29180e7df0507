import { createSocket } from 'node:dgram';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/cli/clock.ts';
import { askNetworkTime, readReply } from '../../src/evidence/network-time.ts';

const nonce = Buffer.from('0102030405060708', 'hex');
const to1970 = 2_208_988_800;

/** A reply as RFC 5905 §7.3 draws it, with what the test changes. */
function reply(
  changes: Readonly<Record<number, number>> = {},
  at = 1_790_000_000,
  echo: Buffer = nonce,
): Buffer {
  const packet = Buffer.alloc(48);
  packet[0] = 0x24;
  packet[1] = 2;
  packet.writeUInt32BE(0x00008000, 4);
  packet.writeUInt32BE(0x00004000, 8);
  echo.copy(packet, 24);
  for (const place of [32, 40]) packet.writeUInt32BE((at + to1970) % 2 ** 32, place);
  for (const [place, byte] of Object.entries(changes)) packet[Number(place)] = byte;
  return packet;
}

describe('evidence/network-time', () => {
  it('reads the time, the stratum and how far the server is from a clock', () => {
    expect(readReply(reply({ 44: 0x80 }), nonce)).toEqual({
      receivedMs: 1_790_000_000_000,
      sentMs: 1_790_000_000_500,
      stratum: 2,
      rootDelayMs: 500,
      rootDispersionMs: 250,
    });
  });

  it('goes on after 2036, when the count of seconds begins anew', () => {
    const after = Date.UTC(2036, 1, 8) / 1000;
    expect(readReply(reply({}, after), nonce).sentMs).toBe(Date.UTC(2036, 1, 8));
  });

  it.each([
    ['of a client', { 0: 0x23 }, 'mode 3'],
    ['of a broadcast', { 0: 0x25 }, 'mode 5'],
    ['of another version', { 0: 0x14 }, 'version 2'],
    ['of a server that has no time', { 0: 0xe4 }, 'leap 3'],
    ['of stratum 16', { 1: 16 }, 'stratum 16'],
    ['a kiss of death', { 1: 0, 12: 0x52, 13: 0x41, 14: 0x54, 15: 0x45 }, "kiss-o'-death RATE"],
    ['a kiss with a hostile code', { 1: 0, 12: 0x1b, 13: 0x5b }, 'without a code'],
    ['to another question', { 31: 9 }, 'not to our question'],
    ['sent before it was asked', { 35: 0xff, 43: 0 }, 'before it was asked'],
    ['seventeen seconds from any clock', { 9: 17 }, 'too far'],
  ])('refuses an answer %s', (_, changes, why) => {
    expect(() => readReply(reply(changes as Record<number, number>), nonce)).toThrow(why);
  });

  it('refuses an answer without times, and one that is too short', () => {
    const empty = reply();
    empty.fill(0, 32);
    expect(() => readReply(empty, nonce)).toThrow('tells no time');
    expect(() => readReply(reply().subarray(0, 47), nonce)).toThrow('47 bytes');
  });
});

describe('evidence/network-time, against a server on loopback', () => {
  const sockets: ReturnType<typeof createSocket>[] = [];
  afterEach(() => sockets.splice(0).forEach((socket) => socket.close()));

  /** Answers with what `answer` makes of a question; undefined: silence. */
  async function serve(answer: (question: Buffer) => Buffer | undefined): Promise<number> {
    const socket = createSocket('udp4');
    sockets.push(socket);
    socket.on('message', (question, from) => {
      const packet = answer(question);
      if (packet) socket.send(packet, from.port, from.address);
    });
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return socket.address().port;
  }
  const echoOf = (question: Buffer): Buffer => question.subarray(40, 48);
  const ahead = (ms: number) => (question: Buffer) => {
    const packet = reply({}, 0, echoOf(question));
    const now = Date.now() + ms;
    for (const at of [32, 40]) {
      packet.writeUInt32BE(Math.floor(now / 1000) + to1970, at);
      packet.writeUInt32BE(Math.floor(((now % 1000) / 1000) * 2 ** 32), at + 4);
    }
    return packet;
  };
  const ask = (port: number, waitMs = 2000) =>
    askNetworkTime({ host: '127.0.0.1', port }, systemClock, waitMs);

  it('measures a clock that is 2.5 s ahead, within half the round trip', async () => {
    const offset = await ask(await serve(ahead(2500)));
    expect(offset).toMatchObject({ venue: 'ntp:127.0.0.1', timeServer: { stratum: 2 } });
    expect(Math.abs(offset.offsetMs - 2500)).toBeLessThanOrEqual(offset.roundTripMs / 2 + 2);
  });

  it('sends neither our time nor the same number twice', async () => {
    const asked: Buffer[] = [];
    const port = await serve((question) => (asked.push(question), ahead(0)(question)));
    await ask(port);
    await ask(port);
    expect(asked.map((packet) => packet.subarray(0, 40).toString('hex'))).toEqual(
      Array(2).fill(`23${'0'.repeat(78)}`),
    );
    expect(new Set(asked.map((packet) => echoOf(packet).toString('hex'))).size).toBe(2);
  });

  it('gives up on silence, and on a port where nobody is', async () => {
    await expect(ask(await serve(() => undefined), 50)).rejects.toMatchObject({
      message: 'no answer within 50 ms',
    });
    const gone = await serve(() => undefined);
    sockets.pop()?.close();
    await expect(ask(gone, 300)).rejects.toMatchObject({ name: 'NoNetworkTime' });
  });

  it('refuses an answer that was made before the question', async () => {
    await expect(ask(await serve(() => reply()))).rejects.toMatchObject({
      message: 'the answer is not to our question',
    });
  });
});
