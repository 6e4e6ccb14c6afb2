import type { CustomerId, OrderId } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import { seal, unseal } from './seal.ts'
import type { Contact } from './types.ts'

export interface PurchaseContact {
  readonly orderId: OrderId
  readonly customerId: CustomerId
  readonly contact: Contact
}

/**
 * Keeps what registered customers said for these purchases, in one statement; a guest has a row of her own already. Whoever was forgotten while
 * she was buying says nothing; one who is being forgotten right now is waited for, so that nothing of her is written behind the eraser.
 */
export async function recordPurchaseContacts(
  ctx: WriteContext,
  purchases: readonly PurchaseContact[],
): Promise<void> {
  if (purchases.length === 0) return
  const sealed = purchases.map(({ customerId, contact }) => seal(customerId, contact))
  await ctx.query(
    `insert into customers.purchase_contact (order_id, customer_id, key, sealed, created_at)
     select p.order_id, p.customer_id, p.key, p.sealed, $5
       from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[]) as p(order_id, customer_id, key, sealed)
       join customers.customer c on c.id = p.customer_id
      where c.forgotten_at is null
        for share of c`,
    [
      purchases.map(({ orderId }) => orderId),
      purchases.map(({ customerId }) => customerId),
      sealed.map(({ key }) => key),
      sealed.map((one) => one.sealed),
      ctx.now,
    ],
  )
}

/** What a registered customer said for her purchases, newest first; `orderId`: for that one only. Whoever was forgotten said nothing. */
export async function purchaseContacts(
  ctx: ReadContext,
  customerId: CustomerId,
  { orderId = null, limit }: { readonly orderId?: OrderId | null; readonly limit: number },
): Promise<Omit<PurchaseContact, 'customerId'>[]> {
  const rows = await ctx.query<{ orderId: OrderId; key: Buffer; sealed: Buffer }>(
    `select p.order_id as "orderId", p.key, p.sealed
       from customers.purchase_contact p join customers.customer c on c.id = p.customer_id
      where p.customer_id = $1 and ($2::uuid is null or p.order_id = $2) and c.forgotten_at is null
      order by p.created_at desc, p.order_id limit $3`,
    [customerId, orderId, limit],
  )
  return rows.map((row) => ({ orderId: row.orderId, contact: unseal(customerId, row) }))
}

/** The same for many purchases, unopened: one that cannot be opened need not stop the rest. */
export const saidFor = (
  ctx: ReadContext,
  orderIds: readonly OrderId[],
): Promise<{ orderId: OrderId; key: Buffer; sealed: Buffer }[]> =>
  ctx.query(
    `select p.order_id as "orderId", p.key, p.sealed
       from customers.purchase_contact p join customers.customer c on c.id = p.customer_id
      where p.order_id = any($1) and c.forgotten_at is null`,
    [orderIds],
  )
