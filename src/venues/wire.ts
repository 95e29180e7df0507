import net from 'node:net';
import tls from 'node:tls';
import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { VenueId } from '../domain/account.ts';
import { BadInput } from '../domain/failure.ts';
import type { HttpExchange } from '../domain/http-exchange.ts';
import type { Secret } from '../domain/secret.ts';
import type { Venue } from './contract.ts';
import { dialThroughProxy, readProxy, whenReady } from './proxy.ts';

/** How bytes leave this machine. There are two ways and no third. */
export type Wire = RealWire | DrillWire;

/** TLS to the venue's declared hosts, through the account's proxy if it has one. */
export interface RealWire {
  readonly mode: 'real';
  /** `http://user:pass@host:port` (CONNECT) or `socks5://…`; the proxy resolves the venue's name. */
  readonly proxy?: { readonly url: Secret };
  /** PEM. Replaces the system's roots; absent = Node's own, with NODE_EXTRA_CA_CERTS. */
  readonly ca?: string;
}

/** Plain TCP to a simulator on 127.0.0.1, whatever the URL says. */
interface DrillWire {
  readonly mode: 'drill';
  /** A venue that is not in here is refused. */
  readonly ports: ReadonlyMap<VenueId, number>;
  /** The client's address in 127.0.0.0/8, so that IP allowlists are tested for real. */
  readonly sourceIp: string;
}

export type Peer = NonNullable<HttpExchange['peer']>;

/** Opens one connection to a host; rejects when it is refused, lost or aborted. */
export type Connect = (target: Target, signal: AbortSignal) => Promise<Connection>;

interface Target {
  readonly host: string;
  readonly port: number;
}

interface Connection {
  readonly socket: Duplex;
  /** The address that we connected to: the proxy's, when there is one. */
  readonly peer: Peer;
}

/** The wire does not lead there. Thrown before any socket opens. */
export class WireRefusal extends Error {
  override readonly name = 'WireRefusal';
}

/**
 * Returns how this wire connects for this venue. Checks everything that can be checked without a
 * socket: throws BadInput for a proxy URL that is no proxy, WireRefusal for a drill without a
 * simulator of this venue.
 */
export function connectOver(wire: Wire, venue: Pick<Venue, 'id' | 'hosts'>): Connect {
  switch (wire.mode) {
    case 'real':
      return connectForReal(wire, venue);
    case 'drill':
      return connectForDrill(wire, venue);
    default:
      // Data from outside the type system: an unknown mode must not fall through to the real one.
      throw new WireRefusal('there is no such wire');
  }
}

function connectForDrill(wire: DrillWire, venue: Pick<Venue, 'id'>): Connect {
  const port = wire.ports.get(venue.id);
  if (port === undefined) throw new WireRefusal(`no simulator of ${venue.id} runs in this drill`);
  if (!net.isIPv4(wire.sourceIp) || !wire.sourceIp.startsWith('127.')) {
    throw new BadInput(`a drill's source address must lie in 127.0.0.0/8, found ${wire.sourceIp}`);
  }
  return async (_target, signal) => {
    const socket = net.connect({ host: '127.0.0.1', port, localAddress: wire.sourceIp });
    await whenReady(socket, 'connect', signal);
    return { socket, peer: { address: '127.0.0.1' } };
  };
}

function connectForReal(wire: RealWire, venue: Pick<Venue, 'hosts'>): Connect {
  const proxy = wire.proxy === undefined ? undefined : readProxy(wire.proxy.url);
  return async (target, signal) => {
    refuseUndeclaredHost(target, venue.hosts);
    const socket =
      proxy === undefined ? await dial(target, signal) : await dialThroughProxy(proxy, target, signal);
    const secured = await secure(socket, { host: target.host, ca: wire.ca, signal });
    return { socket: secured, peer: describePeer(socket, secured) };
  };
}

function refuseUndeclaredHost(target: Target, hosts: readonly string[]): void {
  if (!hosts.includes(target.host) || target.port !== 443) {
    throw new WireRefusal(`${target.host}:${target.port} is not one of this venue's hosts`);
  }
}

async function dial(target: Target, signal: AbortSignal): Promise<net.Socket> {
  const socket = net.connect({ host: target.host, port: target.port });
  await whenReady(socket, 'connect', signal);
  return socket;
}

async function secure(
  socket: net.Socket,
  options: { host: string; ca: string | undefined; signal: AbortSignal },
): Promise<tls.TLSSocket> {
  const secured = tls.connect({
    socket,
    servername: options.host,
    ALPNProtocols: ['http/1.1'],
    minVersion: 'TLSv1.2',
    // Said aloud: NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment must not switch the check off.
    rejectUnauthorized: true,
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  });
  await whenReady(secured, 'secureConnect', options.signal);
  return secured;
}

function describePeer(socket: net.Socket, secured: tls.TLSSocket): Peer {
  const version = secured.getProtocol();
  const certificate = secured.getPeerX509Certificate();
  return {
    address: socket.remoteAddress ?? 'unknown',
    ...(socket.localAddress === undefined ? {} : { from: socket.localAddress }),
    ...(version === null ? {} : { tls: version }),
    ...(certificate === undefined
      ? {}
      : { certificateSha256: createHash('sha256').update(certificate.raw).digest('hex') }),
  };
}
