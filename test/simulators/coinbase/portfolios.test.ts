import { describe, expect, it } from 'vitest';
import { coinbase } from '../../../src/simulators/coinbase/simulate-coinbase.ts';
import type { Parsed } from './client.ts';
import { codeOf, opening, pagesOf, stage } from './support.ts';

describe('accounts', () => {
  it('of every asset that is held or moved, the empty ones too, page after page', async () => {
    const on = await stage();
    const pages = await pagesOf(on, 'accounts', 'accounts', 'limit=2');
    expect(pages.map((page) => page.map((each) => each.currency))).toEqual([
      ['BTC', 'ETH'],
      ['EUR', 'USDT'],
      ['ZRT'],
    ]);
    const of = (asset: string) => pages.flat().find((each) => each.currency === asset);
    expect([of('USDT').available_balance.value, of('USDT').hold.value]).toEqual(['187000', '53000']);
    expect([of('EUR').type, of('BTC').type]).toEqual(['ACCOUNT_TYPE_FIAT', 'ACCOUNT_TYPE_CRYPTO']);
    expect((await on.get(`accounts/${of('ETH').uuid}`)).body.account).toEqual(of('ETH'));
    expect(codeOf(await on.get('accounts/nothing'))).toBe('NOT_FOUND');
    expect(codeOf(await on.get('accounts', 'cursor=nothing'))).toBe('INVALID_ARGUMENT');
  });

  it('are 49 a page, and 250 at most', async () => {
    const balances = Array.from({ length: 260 }, (_, n) => ({
      asset: `C${String(n).padStart(3, '0')}`,
      free: '1',
    }));
    const plain = {
      ...opening,
      balances,
      openOrders: [],
      trades: [],
      transfers: [],
      deposits: [],
      withdrawals: [],
    };
    const on = await stage({ opening: { ...plain, positions: [], pastOrders: [] } });
    const sizes = async (query: string) =>
      (await pagesOf(on, 'accounts', 'accounts', query)).map(({ length }) => length);
    expect(await sizes('x=1')).toEqual([49, 49, 49, 49, 49, 15]);
    expect(await sizes('limit=300')).toEqual([250, 10]);
  });
});

describe('portfolios', () => {
  it('are all named to every key; a key sees into its own', async () => {
    const on = await stage();
    const { portfolios } = (await on.get('portfolios')).body;
    expect(portfolios.map((each: Parsed) => [each.name, each.type])).toEqual([
      ['Default', 'DEFAULT'],
      ['Perpetuals', 'INTX'],
      ['deskb', 'CONSUMER'],
      ['deskc', 'CONSUMER'],
    ]);
    const [main, intx, deskb] = portfolios;
    const own = (await on.get(`portfolios/${main.uuid}`)).body.breakdown;
    expect(own.spot_positions.map((each: Parsed) => each.asset)).toEqual(['BTC', 'ETH', 'EUR', 'USDT']);
    expect(own.futures_positions.map((each: Parsed) => each.product_id)).toEqual(['BIT-27MAR26-CDE']);
    expect(own.perp_positions).toEqual([]);
    const perpetuals = (await on.get(`portfolios/${intx.uuid}`)).body.breakdown;
    expect(perpetuals.perp_positions.map((each: Parsed) => each.symbol)).toEqual(['ADA-PERP-INTX']);
    expect(codeOf(await on.get(`portfolios/${deskb.uuid}`))).toBe('NOT_FOUND');
    const desk = { key: 'desk' } as const;
    expect((await on.get(`portfolios/${deskb.uuid}`, '', desk)).body.breakdown.spot_positions).toEqual([]);
    expect(codeOf(await on.get(`portfolios/${main.uuid}`, '', desk))).toBe('NOT_FOUND');
    expect((await on.get('portfolios', 'portfolio_type=CONSUMER')).body.portfolios.length).toBe(2);
  });

  it('bind a key: it tells which, and what it may do', async () => {
    const on = await stage();
    const { portfolios } = (await on.get('portfolios')).body;
    expect((await on.get('key_permissions')).body).toEqual({
      can_view: true,
      can_trade: true,
      can_transfer: false,
      can_receive: false,
      portfolio_uuid: portfolios[0].uuid,
      portfolio_type: 'DEFAULT',
    });
    expect((await on.get('key_permissions', '', { key: 'desk' })).body).toMatchObject({
      can_transfer: true,
      portfolio_uuid: portfolios[2].uuid,
      portfolio_type: 'CONSUMER',
    });
  });

  it('of another are empty: nothing of the main account is in them', async () => {
    const on = await stage();
    const desk = { key: 'desk' } as const;
    expect((await on.get('accounts', '', desk)).body.accounts).toEqual([]);
    expect((await on.get('orders/historical/batch', '', desk)).body.orders).toEqual([]);
    expect((await on.get('orders/historical/fills', '', desk)).body.fills).toEqual([]);
    expect((await on.get('cfm/positions', '', desk)).body.positions).toEqual([]);
    expect((await on.get('/v2/accounts', '', desk)).body.data).toEqual([]);
    const { orders } = (await on.get('orders/historical/batch', 'order_status=OPEN')).body;
    const cancelled = await on.post('orders/batch_cancel', { order_ids: [orders[0].order_id] }, desk);
    expect(cancelled.body.results[0]).toMatchObject({
      success: false,
      failure_reason: 'UNKNOWN_CANCEL_ORDER',
    });
    expect(on.venue.books.openOrders().length).toBe(4);
  });
});

describe('positions', () => {
  it('lie with the futures merchant or on the international exchange', async () => {
    const on = await stage();
    expect((await on.get('cfm/positions')).body.positions).toEqual([
      {
        product_id: 'BIT-27MAR26-CDE',
        expiration_time: null,
        side: 'SHORT',
        number_of_contracts: '4',
        current_price: '19200',
        avg_entry_price: '19300',
        unrealized_pnl: '400',
        daily_realized_pnl: '0',
      },
    ]);
    expect((await on.get('cfm/positions/BIT-27MAR26-CDE')).body.position.side).toBe('SHORT');
    expect(codeOf(await on.get('cfm/positions/BTC-USDT'))).toBe('NOT_FOUND');
    expect((await on.get('cfm/sweeps')).body).toEqual({ sweeps: [] });
    expect((await on.get('cfm/balance_summary')).body.balance_summary).toMatchObject({
      cfm_usd_balance: { value: '1000', currency: 'USD' },
      unrealized_pnl: { value: '400', currency: 'USD' },
    });
    const { uuid } = (await on.get('portfolios', 'portfolio_type=INTX')).body.portfolios[0];
    const { positions } = (await on.get(`intx/positions/${uuid}`)).body;
    expect(positions).toMatchObject([
      { symbol: 'ADA-PERP-INTX', position_side: 'POSITION_SIDE_LONG', net_size: '20', leverage: '1' },
    ]);
    expect((await on.get(`intx/positions/${uuid}/ADA-PERP-INTX`)).body.position.net_size).toBe('20');
    expect((await on.get(`intx/portfolio/${uuid}`)).body.portfolios[0].collateral).toBe('19.3489');
    expect((await on.get(`intx/balances/${uuid}`)).body.portfolio_balances[0].balances).toMatchObject([
      { asset: { asset_name: 'USDC' }, quantity: '19.3489' },
      { asset: { asset_name: 'USD' }, quantity: '1000' },
    ]);
    expect(codeOf(await on.get('intx/positions/00000000-0000-4000-8000-000000000000'))).toBe('NOT_FOUND');
  });
});

describe('fees, banks and converts', () => {
  it('are told as far as the books know them', async () => {
    const on = await stage();
    expect((await on.get('transaction_summary')).body).toMatchObject({
      fee_tier: { taker_fee_rate: '0.001', maker_fee_rate: '0' },
    });
    const { payment_methods: banks } = (await on.get('payment_methods')).body;
    expect(banks).toMatchObject([{ type: 'SEPA', currency: 'EUR', allow_withdraw: true }]);
    expect((await on.get(`payment_methods/${banks[0].id}`)).body.payment_method).toEqual(banks[0]);
    expect((await on.get(`/v2/payment-methods/${banks[0].id}`)).body.data.resource).toBe('payment_method');
    expect(codeOf(await on.get('convert/trade/x'))).toBe('NOT_FOUND');
  });

  it('of books that are of another venue are not opened', async () => {
    const markets = [{ symbol: 'btc/usd', base: 'BTC', quote: 'USD', price: '1', depth: '1' }];
    const foreign = { ...opening, markets, openOrders: [], pastOrders: [], trades: [], positions: [] };
    await expect(stage({ opening: foreign })).rejects.toThrow('no product of this venue');
    expect(coinbase.symbolOf('BTC', 'USD')).toBe('BTC-USD');
  });
});
