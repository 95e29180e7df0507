import type { Credential } from '../../src/domain/account.ts';
import { Secret } from '../../src/domain/secret.ts';
import type { Capability, Session } from '../../src/venues/index.ts';
import { okx } from '../../src/venues/okx/index.ts';
import { okxVectors } from '../vectors/okx.ts';
import {
  sessionTo,
  startScriptedVenue,
  type Scripted,
  type ScriptedVenue,
  type SeenRequest,
} from './scripted-venue.ts';

/** A key of OKX's form, nobody's. */
export const okxParts = okxVectors.signatures[0]?.parts ?? {};

export const okxCredential = (): Credential => ({
  holder: 'suspect',
  label: 'tradebot-1',
  parts: Object.fromEntries(
    Object.entries(okxParts).map(([name, part]) => [name, new Secret(part, 'test')]),
  ) as Record<string, Secret>,
});

export const json = (body: unknown, status = 200): Scripted => ({
  status,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
export const ok = (...data: readonly unknown[]): Scripted => json({ code: '0', msg: '', data });
export const no = (code: string, status = 200): Scripted => json({ code, msg: 'no', data: [] }, status);

/** The run of a capability that must be by API. */
export function byApi<Run>(capability: Capability<Run>): Run {
  if (capability.by !== 'api') throw new Error('not by API');
  return capability.run;
}

/** A scripted OKX, and a session to it. */
export async function scriptedOkx(
  open: ScriptedVenue[],
  answer: (request: SeenRequest) => Scripted,
): Promise<{ venue: ScriptedVenue; session: Session }> {
  const venue = await startScriptedVenue(answer);
  open.push(venue);
  const { session } = await sessionTo(venue.port, { venue: okx, credential: okxCredential() });
  return { venue, session };
}

export const queryOf = ({ query }: SeenRequest): Record<string, string> => Object.fromEntries(query);

export const posted = (venue: ScriptedVenue) =>
  venue.seen
    .filter(({ method }) => method === 'POST')
    .map(({ path, body }) => [path.replace('/api/v5/', ''), JSON.parse(body) as unknown]);

// ---------------------------------------------------------------- rows, from the documented examples

export const orderRow = {
  accFillSz: '0',
  category: 'normal',
  cTime: '1724733617998',
  clOrdId: 'bot1',
  instId: 'BTC-USDT',
  instType: 'SPOT',
  ordId: '1752588852617379840',
  ordType: 'post_only',
  px: '13013.5',
  side: 'buy',
  state: 'live',
  sz: '0.001',
  tgtCcy: '',
  uTime: '1724733617998',
};

export const algoRow = {
  activePx: '',
  actualSz: '0',
  algoClOrdId: '',
  algoId: '1753184812254216192',
  cTime: '1724751378980',
  clOrdId: '',
  closeFraction: '',
  instId: 'BTC-USDT',
  instType: 'SPOT',
  moveTriggerPx: '',
  ordPx: '',
  ordType: 'conditional',
  side: 'buy',
  slOrdPx: '',
  slTriggerPx: '',
  state: 'live',
  sz: '10',
  tgtCcy: 'quote_ccy',
  tpOrdPx: '-1',
  tpTriggerPx: '10000',
  triggerPx: '',
  uTime: '1724751378980',
};

export const fillRow = {
  side: 'buy',
  fillSz: '0.00192834',
  fillPx: '51858',
  fee: '-0.00000192834',
  ordId: '680800019749904384',
  instType: 'SPOT',
  instId: 'BTC-USDT',
  clOrdId: '',
  billId: '680800019754098688',
  subType: '1',
  fillTime: '1708587373361',
  execType: 'T',
  tradeId: '744876980',
  feeCcy: 'BTC',
  ts: '1708587373362',
};

export const withdrawalRow = {
  note: '',
  chain: 'ETH-Ethereum',
  fee: '0.007',
  feeCcy: 'ETH',
  ccy: 'ETH',
  clientId: '',
  toAddrType: '1',
  amt: '0.029809',
  txId: '0x35cCANARY',
  from: '156****359',
  to: '0xa30d1fabCANARY',
  state: '2',
  ts: '1655251200000',
  wdId: '15447421',
};

export const fundingBill = {
  billId: '12344',
  ccy: 'BTC',
  clientId: '',
  balChg: '2',
  bal: '12',
  type: '1',
  ts: '1597026383085',
  notes: '',
};

export const subAccountRow = {
  canTransOut: true,
  enable: true,
  label: 'bots',
  subAcct: 'D456DDDL',
  ts: '1659334756000',
  type: '1',
};

export const keyRow = {
  label: 'v5',
  apiKey: 'CANARYsubKEY000001',
  perm: 'read_only,trade',
  ip: '203.0.113.7,203.0.113.8',
  ts: '1597026383085',
};

export const configRow = {
  acctLv: '2',
  ip: '203.0.113.7',
  type: '0',
  label: 'v5 test',
  mainUid: '44705892343619584',
  perm: 'read_only,withdraw,trade',
  uid: '44705892343619584',
};
