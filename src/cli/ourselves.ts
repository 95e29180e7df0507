import { systemClock } from './clock.ts';
import { machine } from './environment.ts';

/**
 * Who holds a case, for others to read. Apart from what a run needs: seal, hand-over and attach lock a case too, and
 * should not load the venues for that.
 */
export const ourselves = (): { readonly at: string; readonly host: string } => ({
  at: systemClock.now().toISO() ?? '',
  host: machine().host,
});
