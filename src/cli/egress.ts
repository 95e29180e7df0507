import type { AccountId } from '../domain/account.ts';
import type { HttpExchange } from '../domain/http-exchange.ts';

/** The ways that requests leave this machine by, as seen on the connections themselves. */
export interface Egress {
  /** Every exchange passes by here. */
  note(account: AccountId, peer: HttpExchange['peer']): void;
  /** The way of the account's last exchange; "unknown" before the first. */
  of(account: AccountId): string;
}

/**
 * Watches which way an account's requests go. No venue tells the address that it saw, so this is as
 * near as it gets: this machine's own address on the connection and, where there is one, the proxy's
 * name, port and address. Two ways that differ in any of these count as two; what a router or a proxy
 * changes behind them is not seen, and the report's limitations say so.
 *
 * @param proxyOf `host:port` of an account's proxy
 */
export function watchEgress(proxyOf: (account: AccountId) => string | undefined): Egress {
  const last = new Map<AccountId, string>();
  return {
    note(account, peer) {
      // A request that found no connection went no way at all: the last one stands.
      if (peer?.from === undefined) return;
      const proxy = proxyOf(account);
      // Without a proxy the other end is the venue's, and venues have many.
      last.set(account, proxy ? `${peer.from} by proxy ${proxy} (${peer.address})` : peer.from);
    },
    of: (account) => last.get(account) ?? 'unknown',
  };
}
