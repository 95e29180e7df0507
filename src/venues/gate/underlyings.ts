import { z } from 'zod';
import { VenueFailure } from '../../domain/failure.ts';
import type { Page, Session } from '../contract.ts';
import { callFor } from './lists.ts';
import { readPage } from '../read-page.ts';

const asked = {
  endpoint: 'publicOptionsGetUnderlyings',
  params: {},
  doing: 'listing what options there are on',
} as const;

const names = z.array(z.object({ name: z.string().min(1) })).transform((all) => all.map(({ name }) => name));

/** The section that stands for all options where Gate did not say which there are. */
export const unnamedOptions = 'options';

/**
 * Trades and tickers of options come for one underlying at a time: "options/BTC_USDT". Where Gate does not
 * tell them, one section stands for all, and reading it meets the same refusal: the rest is read all the same.
 */
export async function optionSections(session: Session): Promise<readonly string[]> {
  try {
    const all = await callFor(session, { ...asked, reply: names });
    return all.map((name) => `options/${name}`);
  } catch (error) {
    if (error instanceof VenueFailure) return [unnamedOptions];
    throw error;
  }
}

/** "options/BTC_USDT" → "BTC_USDT". */
export const underlyingIn = (section: string): string | undefined =>
  section.startsWith('options/') ? section.slice('options/'.length) : undefined;

/** Asks again. Throws what stands against it; where nothing does any more, the options stay unread. */
export async function askUnderlyings<Row>(session: Session): Promise<Page<Row>> {
  const page = await readPage<string>(session, { ...asked, rows: names });
  return { ...page, rows: [], unproven: 'Gate did not say in time which options there are: read them again' };
}
