import { add, round } from '../../domain/money.ts';

/** At most eight places, without zeros at the end. */
export const rounded = (amount: string): string => add(round(amount, 8), '0');
