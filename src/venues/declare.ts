import type { Source } from '../domain/source.ts';
import type { ByApi, ByNobody } from './contract.ts';

/** A read: it may always be asked again. */
export const readByApi = <Run>(declared: Omit<ByApi<Run>, 'by' | 'repeatable'>): ByApi<Run> => ({
  by: 'api',
  repeatable: true,
  ...declared,
});

/** What no key and no person can do here, and why. */
export const nobody = (why: string, source: Source): ByNobody => ({ by: 'nobody', why, source });

/** `where` is a document; without a date it was read on the day the venue's facts were gathered. */
export const writtenIn = (where: string, checked = '2026-11-21'): Source => ({
  where,
  checked,
  verified: true,
});

/** No document shows it: menus, page addresses, reports of users. */
export const notWritten = (where: string, checked = '2026-11-21'): Source => ({
  where,
  checked,
  verified: false,
});
