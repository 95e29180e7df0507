import dns from 'node:dns';
import net from 'node:net';

/**
 * Refuses every connection that would leave this machine, whatever library opens it. Tests talk to
 * 127.0.0.0/8, ::1 and Unix sockets only.
 */
const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

// Loaded once for each file of tests, also where several of them run in one process.
const installed = Symbol.for('firebreak/loopback-only');
if (!(installed in globalThis)) {
  Object.defineProperty(globalThis, installed, { value: true });
  refuseElsewhere();
}

function refuseElsewhere(): void {
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]) {
    const first = Array.isArray(args[0]) ? (args[0] as unknown[])[0] : args[0];
    const target =
      typeof first === 'object' && first !== null ? (first as { host?: string; path?: string }) : undefined;
    const host = target?.host ?? (typeof args[1] === 'string' ? args[1] : 'localhost');
    if (!target?.path && !isLoopback(host)) {
      throw new Error(`a test tried to reach ${host}: only loopback is allowed`);
    }
    return (connect as (...all: unknown[]) => net.Socket).apply(this, args);
  } as typeof connect;

  const lookup = dns.lookup;
  (dns as { lookup: unknown }).lookup = ((host: string, ...rest: unknown[]) => {
    if (!isLoopback(host)) throw new Error(`a test tried to resolve ${host}: only loopback is allowed`);
    return (lookup as (...all: unknown[]) => void)(host, ...rest);
  }) as typeof lookup;
}
