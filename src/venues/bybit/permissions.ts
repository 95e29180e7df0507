import { z } from 'zod';
import type { Grant, KeyReport, PermissionScope } from '../../domain/api-key.ts';
import { known, unknown, type Known } from '../../domain/known.ts';

/** `{"Spot":["SpotTrade"],"Wallet":[]}`: a group that is not there says nothing. */
export const permissions = z.record(z.string(), z.array(z.string()));
export type Permissions = z.output<typeof permissions>;

export const ips = z.array(z.string());

/** What a key is said to hold. Read-only keys keep their ticks, and none of them lets anybody act. */
interface Rights {
  readonly permissions: Permissions;
  readonly readOnly: boolean;
}

const transferring = ['AccountTransfer', 'SubMemberTransfer', 'SubMemberTransferList'];

/**
 * Every key reads (user/apikey-info: "any permission"). Borrowing on spot is a flag of the order, not of
 * the key. `Options` reaches the USDC contracts as well; what `Derivatives`, "permission of Unified
 * account", reaches beyond futures is not said.
 */
export function scopesOf(rights: Rights): Readonly<Record<PermissionScope, Grant>> {
  const spot = mayAct(rights, ticked(rights, 'Spot', ['SpotTrade']));
  const contracts = ticked(rights, 'ContractTrade', ['Order', 'Position']);
  const derivatives = ticked(rights, 'Derivatives', ['DerivativesTrade']);
  const options = ticked(rights, 'Options', ['OptionsTrade']);
  return {
    read: 'granted',
    'spot-trade': spot,
    margin: spot,
    futures: mayAct(rights, either(contracts, derivatives, options)),
    options: mayAct(rights, options === 'denied' && derivatives === 'granted' ? 'unknown' : options),
    transfer: mayAct(rights, ticked(rights, 'Wallet', transferring)),
    withdraw: mayAct(rights, ticked(rights, 'Wallet', ['Withdraw'])),
    'manage-keys': mayManage(rights),
    // The reference has an endpoint that lists the address book, and none that changes it.
    'manage-addresses': 'denied',
  };
}

/** Borrowing on spot is a flag of the order. */
export const bundled: KeyReport['bundled'] = [['spot-trade', 'margin']];

const mayAct = ({ readOnly }: Rights, grant: Grant): Grant => (readOnly ? 'denied' : grant);

/** Any of the wallet's rights lets a key end and change keys; whether also a read-only one is not said. */
function mayManage(rights: Rights): Grant {
  const wallet = ticked(rights, 'Wallet', [...transferring, 'Withdraw']);
  return rights.readOnly && wallet === 'granted' ? 'unknown' : wallet;
}

function ticked(rights: Rights, group: string, names: readonly string[]): Grant {
  const held = Object.hasOwn(rights.permissions, group) ? rights.permissions[group] : undefined;
  if (held === undefined) return 'unknown';
  return held.some((name) => names.includes(name)) ? 'granted' : 'denied';
}

function either(...grants: readonly Grant[]): Grant {
  if (grants.includes('granted')) return 'granted';
  return grants.includes('unknown') ? 'unknown' : 'denied';
}

/** Groups that are one of our scopes; whatever else is ticked is told as it stands. */
const ours = ['ContractTrade', 'Spot', 'Wallet', 'Options', 'Derivatives'];
/** Money can leave through these without a withdrawal. */
const waysOut = ['FiatP2P', 'FiatBitPay', 'FiatGlobalPay', 'FiatConvertBroker', 'BitCard'];

/** What is ticked besides our scopes, in a sentence each. */
export function otherRights({ permissions: held }: Rights): readonly string[] {
  const others = Object.entries(held).filter(([group, names]) => !ours.includes(group) && names.length > 0);
  const inWords = (wanted: boolean): string =>
    others
      .filter(([group]) => waysOut.includes(group) === wanted)
      .map(([group, names]) => `${group} (${names.join(', ')})`)
      .join('; ');
  const [out, rest] = [inWords(true), inWords(false)];
  return [
    ...(out === '' ? [] : [`Money can leave without a withdrawal through what else is ticked: ${out}.`]),
    ...(rest === '' ? [] : [`Also ticked: ${rest}.`]),
  ];
}

/** `["*"]` is no binding; an empty list says neither. */
export function bindingOf(addresses: readonly string[]): Pick<KeyReport, 'ipRestricted' | 'ipAllowlist'> {
  if (addresses.length === 0) {
    return { ipRestricted: 'unknown', ipAllowlist: unknown('Bybit sent an empty list of addresses') };
  }
  if (addresses.includes('*')) return { ipRestricted: 'denied', ipAllowlist: known([]) };
  return { ipRestricted: 'granted', ipAllowlist: known(addresses) };
}

/** 1970 stands there for "never". ISO 8601 UTC of one form: text order is time order. */
export const expiryOf = (expiredAt: string | undefined, createdAt: string): Known<string> =>
  expiredAt !== undefined && expiredAt > createdAt
    ? known(expiredAt)
    : unknown('Bybit names no day: a key that is bound to addresses does not expire');
