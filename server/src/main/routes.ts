import type { AnyRoute } from '#platform/http'
import { routes as browse } from '#flows/browse'
import { routes as checkout } from '#flows/checkout-routes'
import { routes as orderView } from '#flows/order-view-routes'
import { routes as carts } from '#modules/carts'
import { routes as catalogue } from '#modules/catalogue'
import { routes as customers } from '#modules/customers'
import { routes as inventory } from '#modules/inventory'
import { routes as locations } from '#modules/locations'
import { routes as messages } from '#modules/messages'
import { routes as staff } from '#modules/staff'
import { routes as webhooks } from '#modules/webhooks'
import { eventRoutes } from './event-routes.ts'

/** Every door of the API; a test walks them and OpenAPI describes them. */
export const routes: readonly AnyRoute[] = [
  ...locations,
  ...catalogue,
  ...browse,
  ...carts,
  ...checkout,
  ...orderView,
  ...inventory,
  ...customers,
  ...staff,
  ...messages,
  ...eventRoutes,
  ...webhooks,
]
