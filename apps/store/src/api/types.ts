import type { paths } from '@splot/client'

/** What a GET answers with 200. */
export type Read<P extends keyof paths> = paths[P] extends {
  get: { responses: { 200: { content: { 'application/json': infer Body } } } }
}
  ? Body
  : never
/** What a POST takes. */
type Sent<P extends keyof paths> = paths[P] extends {
  post: { requestBody: { content: { 'application/json': infer Body } } }
}
  ? Body
  : never
/** What a POST answers with 201. */
type Made<P extends keyof paths> = paths[P] extends {
  post: { responses: { 201: { content: { 'application/json': infer Body } } } }
}
  ? Body
  : never

/** What a POST answers with 200. */
type Told<P extends keyof paths> = paths[P] extends {
  post: { responses: { 200: { content: { 'application/json': infer Body } } } }
}
  ? Body
  : never

export type Variant = Read<'/v1/variants/by-gtin/{gtin}'>
export type ProductCard = Read<'/v1/products'>['items'][number]
export type ProductPage = Read<'/v1/products/{handle}'>
export type Order = Read<'/v1/orders/{orderId}'>
export type OrderLine = Order['lines'][number]
export type Fulfilment = Read<'/v1/fulfilments/{id}'>
export type FulfilmentLine = Fulfilment['lines'][number]
export type TillSale = Sent<'/v1/till-sales'>
export type HeldCode = Told<'/v1/till-codes'>
export type SoldOrder = Made<'/v1/till-sales'>
export type ReturnRequest = Sent<'/v1/returns'>
export type AcceptedReturn = Made<'/v1/returns'>
export type ReturnReason = ReturnRequest['lines'][number]['reason']
export type Disposition = ReturnRequest['lines'][number]['disposition']

export interface Amount {
  readonly minor: number
  readonly currency: string
}
/** Text in both languages, as the API sends it. */
export interface Words {
  readonly pl: string
  readonly en: string
}
