import { v7, validate } from 'uuid'

declare const brand: unique symbol

/** A value that the compiler keeps apart from others of the same shape. */
export type Branded<T, Name extends string> = T & { readonly [brand]: Name }

/** A UUIDv7: made by whoever acts first, so a command can be repeated under its own id. */
export type Id<Name extends string> = Branded<string, Name>

export type LocationId = Id<'location'>
export type ChannelId = Id<'channel'>
export type StaffId = Id<'staff'>
export type DeviceId = Id<'device'>
export type CustomerId = Id<'customer'>
export type ProductId = Id<'product'>
export type CartId = Id<'cart'>
export type HoldId = Id<'hold'>
export type OrderId = Id<'order'>
export type PaymentId = Id<'payment'>
export type RefundId = Id<'refund'>
export type FulfilmentId = Id<'fulfilment'>
export type ReturnId = Id<'return'>

/** Stock keeping unit: the natural key of a variant in every module, at most 64 characters. */
export type Sku = Branded<string, 'sku'>

const RANDOM_BYTES = 16
/** Random bytes are asked for in bulk: for each id by itself they cost three quarters of its making. */
const pool = new Uint8Array(256 * RANDOM_BYTES)
let used = pool.length
let msecs = 0
let seq = 0

/** Makes a time-ordered id (UUIDv7, monotonic within a process). */
export function newId<Name extends string>(): Id<Name> {
  if (used === pool.length) {
    crypto.getRandomValues(pool)
    used = 0
  }
  const random = pool.subarray(used, (used += RANDOM_BYTES))
  const now = Date.now()
  if (now > msecs) {
    msecs = now
    // A counter that begins in its lower half has room to grow.
    seq = new DataView(random.buffer, random.byteOffset).getUint32(6) & 0x7fffffff
  } else {
    seq = (seq + 1) >>> 0
    if (seq === 0) msecs += 1
  }
  return v7({ random, msecs, seq }) as Id<Name>
}

/** Whether `text` has the shape of a UUID of any version. */
export const isId = (text: string): boolean => validate(text)
