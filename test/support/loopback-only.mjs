import dns from 'node:dns';
import net from 'node:net';

/**
 * Refuses every connection that would leave this machine, whatever library opens it. Tests talk to
 * 127.0.0.0/8, ::1 and Unix sockets only.
 *
 * Plain JavaScript: each process that a test starts loads it first, and with a type in it Node would load what strips
 * types, which takes half as long as the program itself to start.
 */
const isLoopback = (host) => host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);

// Loaded once for each file of tests, also where several of them run in one process.
const installed = Symbol.for('firebreak/loopback-only');
if (!(installed in globalThis)) {
  Object.defineProperty(globalThis, installed, { value: true });
  refuseElsewhere();
}

function refuseElsewhere() {
  const connect = net.Socket.prototype.connect;
  net.Socket.prototype.connect = function (...args) {
    const first = Array.isArray(args[0]) ? args[0][0] : args[0];
    const target = typeof first === 'object' && first !== null ? first : undefined;
    const host = target?.host ?? (typeof args[1] === 'string' ? args[1] : 'localhost');
    if (!target?.path && !isLoopback(host)) {
      throw new Error(`a test tried to reach ${host}: only loopback is allowed`);
    }
    return connect.apply(this, args);
  };

  const lookup = dns.lookup;
  dns.lookup = (host, ...rest) => {
    if (!isLoopback(host)) throw new Error(`a test tried to resolve ${host}: only loopback is allowed`);
    return lookup(host, ...rest);
  };
}
