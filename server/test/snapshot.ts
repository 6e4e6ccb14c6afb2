import type { Query } from '#platform/context'

/**
 * What a refused request must leave as it was: rows and contents of everything that means goods, money or facts. Holds count by
 * what they keep, since a refusal may leave one behind that keeps nothing; stock without the version that every decision raises.
 */
const tables: Readonly<Record<string, string>> = {
  carts: 'select id, version, state, lines from carts.cart',
  orders: 'select * from orders.order',
  orderLines: 'select * from orders.order_line',
  payments: 'select * from payments.payment',
  attempts: 'select * from payments.attempt',
  refunds: 'select * from payments.refund',
  fulfilments: 'select * from fulfilment.fulfilment',
  returns: 'select * from returns.rma',
  returnLines: 'select * from returns.rma_line',
  stock: 'select sku, location_id, on_hand, reserved from inventory.stock',
  holds: 'select hold_id, stock_id, outstanding from inventory.hold_line where outstanding > 0',
  movements: 'select id from inventory.movement',
  customers: 'select id from customers.customer',
  prices: 'select * from pricing.price',
  priceLists: 'select * from pricing.price_list',
  priceChanges: 'select * from pricing.change',
  priceVersions: 'select * from pricing.version',
  promotions: 'select * from promotions.promotion',
  ruleSets: 'select version from promotions.rule_set',
  coupons: 'select * from promotions.coupon',
  couponUses: 'select * from promotions.redemption',
  giftCards: 'select id, state, balance_minor from storedvalue.account',
  giftCardHolds: 'select * from storedvalue.hold',
  products: 'select * from catalogue.product',
  staff: 'select id, version from staff.staff',
  devices: 'select id, revoked_at from staff.device',
  machineKeys: 'select id, revoked_at from staff.machine_key',
  webhooks: 'select * from webhooks.endpoint',
  // Holds that were taken and given back are told as such; every other fact needs a reason.
  events: `select id from platform.event where type <> 'inventory.availability_changed'`,
}

export type Snapshot = Readonly<Record<string, string>>

/** Rows and a hash of their contents by name, so that two snapshots show at a glance what differs. */
export async function snapshot(query: Query): Promise<Snapshot> {
  const entries = await Promise.all(
    Object.entries(tables).map(async ([name, text]) => {
      const [row] = await query<{ rows: number; hash: string | null }>(
        `select count(*)::int as rows, md5(string_agg(t::text, E'\\n' order by t::text)) as hash from (${text}) t`,
      )
      return [name, `${row?.rows} rows ${row?.hash ?? ''}`] as const
    }),
  )
  return Object.fromEntries(entries)
}

/** How many rows each part of a snapshot has, for what is expected to grow. */
export const rowsIn = (shot: Snapshot): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(shot).map(([name, text]) => [name, Number.parseInt(text, 10)]))
