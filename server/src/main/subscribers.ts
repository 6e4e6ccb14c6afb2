import type { Subscriber } from '#platform/events'
import { promisesSubscriber } from '#flows/follow-promises'
import { boughtCardsSubscriber } from '#flows/issue-bought-cards'
import { presentPricesSubscriber } from '#flows/present-prices'
import { incidentsSubscriber } from '#modules/incidents'
import { messagesSubscriber } from '#modules/messages'
import { foresightSubscriber, labelsSubscriber } from '#modules/pricing'
import { replenishmentSubscriber } from '#modules/replenishment'
import { webhookSubscriber } from '#modules/webhooks'

/** Every reaction to facts; the worker runs them. */
export const subscribers: readonly Subscriber[] = [
  incidentsSubscriber,
  boughtCardsSubscriber,
  messagesSubscriber,
  presentPricesSubscriber,
  labelsSubscriber,
  foresightSubscriber,
  promisesSubscriber,
  replenishmentSubscriber,
  webhookSubscriber,
]
