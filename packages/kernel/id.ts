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

/** Makes a time-ordered id (UUIDv7, monotonic within a process). */
export const newId = <Name extends string>(): Id<Name> => v7() as Id<Name>

/** Whether `text` has the shape of a UUID of any version. */
export const isId = (text: string): boolean => validate(text)
