import type { WithdrawalAddress } from '../domain/trading.ts';

interface WhitelistDiff {
  readonly added: readonly WithdrawalAddress[];
  readonly removed: readonly WithdrawalAddress[];
  /** The same destination, now or no longer whitelisted. */
  readonly changed: readonly { readonly before: WithdrawalAddress; readonly after: WithdrawalAddress }[];
}

/** Compares two readings of the withdrawal addresses. Both must be whole: see the coverage. */
export function diffWhitelist(input: {
  readonly before: readonly WithdrawalAddress[];
  readonly after: readonly WithdrawalAddress[];
}): WhitelistDiff {
  const before = new Map(input.before.map((address) => [entryKey(address), address]));
  const after = new Map(input.after.map((address) => [entryKey(address), address]));
  const changed = [...after].flatMap(([key, now]) => {
    const then = before.get(key);
    return then && then.whitelisted !== now.whitelisted ? [{ before: then, after: now }] : [];
  });
  return { added: missingFrom(before, after), removed: missingFrom(after, before), changed };
}

interface Destination {
  readonly asset: string;
  readonly address: string;
}

/**
 * Whether a withdrawal goes to a listed address. The network is left out: venues name it differently
 * in their lists and histories, and an address of one network is no address of another.
 */
export const sameDestination = (listed: Destination, sent: Destination): boolean =>
  bareAddress(listed.address) === bareAddress(sent.address) &&
  (listed.asset === '' || sent.asset === '' || listed.asset.toUpperCase() === sent.asset.toUpperCase());

function missingFrom(
  known: ReadonlyMap<string, WithdrawalAddress>,
  found: ReadonlyMap<string, WithdrawalAddress>,
): readonly WithdrawalAddress[] {
  return [...found].filter(([key]) => !known.has(key)).map(([, address]) => address);
}

const entryKey = (entry: WithdrawalAddress): string =>
  JSON.stringify([
    entry.asset.toUpperCase(),
    entry.network.toUpperCase(),
    bareAddress(entry.address),
    entry.tag,
  ]);

// The case of an EVM address is a checksum; of any other address it is part of the address.
const bareAddress = (address: string): string =>
  /^0x[0-9a-f]{40}$/i.test(address) ? address.toLowerCase() : address;
