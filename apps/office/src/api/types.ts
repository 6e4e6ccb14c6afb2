import type { paths } from '@splot/client'

type JsonOf<A> = A extends { content: { 'application/json': infer Body } } ? Body : never

/** What `GET path` answers. */
export type Got<P extends keyof paths> = paths[P] extends { get: { responses: { 200: infer A } } }
  ? JsonOf<A>
  : never
/** What `POST path` takes. */
export type Posted<P extends keyof paths> = paths[P] extends { post: { requestBody: infer B } }
  ? JsonOf<B>
  : never

export type Me = Got<'/v1/staff/me'>
export type Place = Got<'/v1/locations'>['items'][number]
export type OrderRow = Got<'/v1/orders'>['items'][number]
export type Order = Got<'/v1/orders/{orderId}'>
export type OrderFact = Got<'/v1/orders/{orderId}/timeline'>['items'][number]
export type Fulfilment = Got<'/v1/fulfilments'>['items'][number]
export type Level = Got<'/v1/stock'>['items'][number]
export type Movement = Got<'/v1/stock/movements'>['items'][number]
export type Proof = Got<'/v1/stock/proof'>
export type Fact = Got<'/v1/events'>['items'][number]
export type ProductRow = Got<'/v1/products'>['items'][number]
export type ProductPage = Got<'/v1/products/{handle}'>
export type Message = Got<'/v1/messages'>['items'][number]
export type Person = Got<'/v1/staff'>['items'][number]
export type Device = Got<'/v1/devices'>['items'][number]
export type MachineKey = Got<'/v1/machine-keys'>['items'][number]
export type Webhook = Got<'/v1/webhooks'>['items'][number]
export type Delivery = Got<'/v1/webhooks/{id}/deliveries'>['items'][number]
export type AuditLine = Got<'/v1/audit'>['items'][number]
export type Customer = Got<'/v1/customers/{customerId}'>

/** Public words in both languages, as the API sends them. */
export type Words = Readonly<{ pl: string; en: string }>
/** One page of a list. */
export type Page<T> = Readonly<{ items: readonly T[]; next: string | null }>
