import type { Id } from '@splot/kernel'

export type EndpointId = Id<'webhook-endpoint'>
export type DeliveryId = Id<'webhook-delivery'>
export type DeliveryState = 'pending' | 'delivered' | 'failed'

export interface Endpoint {
  readonly id: EndpointId
  readonly url: string
  readonly description: string
  readonly types: readonly string[]
  readonly generation: number
  readonly active: boolean
  readonly disabledReason: string | null
  readonly createdAt: Date
}

export interface Delivery {
  readonly id: DeliveryId
  readonly endpointId: EndpointId
  readonly eventId: string
  readonly type: string
  readonly state: DeliveryState
  readonly attempts: number
  readonly nextAt: Date
  readonly lastStatus: number | null
  readonly lastError: string | null
  readonly createdAt: Date
  readonly deliveredAt: Date | null
}
