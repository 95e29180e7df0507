import { createHash } from 'node:crypto';
import type { Venue } from './contract.ts';
import type { Wire } from './wire.ts';

const loads = new Map<string, Promise<unknown>>();

/**
 * Loads a venue's list of markets once in a process for each way to it. A load that failed is forgotten,
 * so that the next call tries again.
 */
export function marketsOnce<T>(venue: Pick<Venue, 'id'>, wire: Wire, load: () => Promise<T>): Promise<T> {
  const key = `${venue.id} ${wayOf(venue, wire)}`;
  const known = loads.get(key) as Promise<T> | undefined;
  if (known !== undefined) return known;
  const loading = load();
  loads.set(key, loading);
  loading.catch(() => loads.delete(key));
  return loading;
}

function wayOf(venue: Pick<Venue, 'id'>, wire: Wire): string {
  if (wire.mode === 'drill') return `drill ${wire.ports.get(venue.id)}`;
  const proxy = wire.proxy?.url.reveal() ?? '';
  // The URL may hold a password: its hash tells two ways apart as well.
  return `real ${createHash('sha256').update(proxy).digest('hex')}`;
}
