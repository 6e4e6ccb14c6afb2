import type { CustomerId, OrderId } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import { seal, unseal } from './seal.ts'
import type { Contact } from './types.ts'

export interface PurchaseContact {
  readonly orderId: OrderId
  readonly customerId: CustomerId
  readonly contact: Contact
}

/** Keeps what registered customers said for these purchases, in one statement; a guest has a row of her own already. */
export async function recordPurchaseContacts(
  ctx: WriteContext,
  purchases: readonly PurchaseContact[],
): Promise<void> {
  if (purchases.length === 0) return
  const sealed = purchases.map(({ customerId, contact }) => seal(customerId, contact))
  await ctx.query(
    `insert into customers.purchase_contact (order_id, customer_id, key, sealed, created_at)
     select order_id, customer_id, key, sealed, $5
       from unnest($1::uuid[], $2::uuid[], $3::bytea[], $4::bytea[]) as p(order_id, customer_id, key, sealed)`,
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
    `select order_id as "orderId", key, sealed from customers.purchase_contact
      where customer_id = $1 and ($2::uuid is null or order_id = $2)
      order by created_at desc, order_id limit $3`,
    [customerId, orderId, limit],
  )
  return rows.map((row) => ({ orderId: row.orderId, contact: unseal(customerId, row) }))
}
