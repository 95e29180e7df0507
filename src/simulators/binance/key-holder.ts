import { isZero } from '../../domain/money.ts';
import type { Simulator } from '../contract.ts';
import { actAsKeyHolder } from '../key-holder.ts';
import { inVenueWords, refuse } from './codes.ts';
import { converts } from './convert-routes.ts';
import { passGateInPerson } from './gate.ts';
import { decimal } from './parameters.ts';
import type { BinanceVenue } from './venue.ts';
import { planWithdrawal } from './withdrawals.ts';

export const keyHolders =
  (venue: BinanceVenue): Simulator['asKeyHolder'] =>
  (holder) =>
    actAsKeyHolder(venue, {
      admit(needs) {
        const side = needs === 'withdraw' ? 'sapi' : 'api';
        const key = passGateInPerson(venue.gateRules(), { ...holder, side, needs });
        return { key: key.ref, sourceIp: holder.sourceIp };
      },
      readAmount: positive,
      planWithdrawal: (wanted, actor) =>
        planWithdrawal(venue.world.books(), { ...wanted, actor, nowMs: venue.nowMs(), clientId: undefined }),
      inVenueWords,
      converts,
    });

function positive(name: string, amount: string): string {
  const value = decimal(new Map([[name, amount]]), name) ?? '0';
  if (isZero(value)) throw refuse.filter(name === 'price' ? 'PRICE_FILTER' : 'LOT_SIZE');
  return value;
}
