import type { AnyRoute } from '#platform/http'
import { routes as acceptReturn } from '#flows/accept-return-routes'
import { routes as boughtGiftCards } from '#flows/add-gift-card-routes'
import { routes as proposals } from '#flows/approve-proposals-routes'
import { routes as browse } from '#flows/browse'
import { routes as checkout } from '#flows/checkout-routes'
import { routes as couponUses } from '#flows/coupon-uses-routes'
import { routes as customerRights } from '#flows/customer-rights-routes'
import { routes as flaggedSales } from '#flows/flagged-sales-routes'
import { routes as fulfilments } from '#flows/fulfilment-view-routes'
import { routes as givenCredit } from '#flows/give-credit-routes'
import { routes as handOver } from '#flows/hand-over-routes'
import { routes as heldCodes } from '#flows/hold-codes-routes'
import { routes as issuedCodes } from '#flows/issue-code-routes'
import { routes as leaseCodes } from '#flows/lease-codes-routes'
import { routes as tillRange } from '#flows/till-range-routes'
import { routes as orders } from '#flows/order-view-routes'
import { routes as ownPrices } from '#flows/own-prices'
import { routes as pick } from '#flows/pick-routes'
import { routes as recogniseCustomer } from '#flows/recognise-customer-routes'
import { routes as incidents } from '#flows/resolve-oversell-routes'
import { routes as givenUpGiftCards } from '#flows/return-bought-card-routes'
import { routes as sentGiftCards } from '#flows/send-card-again'
import { routes as giftCardsAtTheCounter } from '#flows/gift-card-counter-routes'
import { routes as settlePayment } from '#flows/settle-payment-routes'
import { routes as tillSales } from '#flows/settle-till-sale-routes'
import { routes as ship } from '#flows/ship-order-routes'
import { routes as whoHolds } from '#flows/who-holds-routes'
import { routes as simulatePromotions } from '#flows/simulate-promotions'
import { routes as explainPrice } from '#flows/explain-price-routes'
import { routes as validateCoupon } from '#flows/validate-coupon'
import { routes as carts } from '#modules/carts'
import { routes as catalogue } from '#modules/catalogue'
import { routes as channels } from '#modules/channels'
import { routes as customers } from '#modules/customers'
import { routes as inventory } from '#modules/inventory'
import { routes as locations } from '#modules/locations'
import { routes as messages } from '#modules/messages'
import { routes as pricing } from '#modules/pricing'
import { routes as promotions } from '#modules/promotions'
import { routes as replenishment } from '#modules/replenishment'
import { routes as returns } from '#modules/returns'
import { routes as staff } from '#modules/staff'
import { routes as stockwork } from '#modules/stockwork'
import { routes as storedvalue } from '#modules/storedvalue'
import { routes as tax } from '#modules/tax'
import { routes as webhooks } from '#modules/webhooks'
import { eventRoutes } from './event-routes.ts'

/** Every door of the API; a test walks them and OpenAPI describes them. */
export const routes: readonly AnyRoute[] = [
  ...locations,
  ...channels,
  ...catalogue,
  ...promotions,
  ...couponUses,
  ...issuedCodes,
  ...explainPrice,
  ...validateCoupon,
  ...heldCodes,
  ...leaseCodes,
  ...tillRange,
  ...simulatePromotions,
  ...browse,
  ...pricing,
  ...tax,
  ...carts,
  ...checkout,
  ...settlePayment,
  ...orders,
  ...fulfilments,
  ...pick,
  ...handOver,
  ...ship,
  ...tillSales,
  ...recogniseCustomer,
  ...giftCardsAtTheCounter,
  ...boughtGiftCards,
  ...givenUpGiftCards,
  ...sentGiftCards,
  ...storedvalue,
  ...givenCredit,
  ...acceptReturn,
  ...returns,
  ...inventory,
  ...whoHolds,
  ...stockwork,
  ...incidents,
  ...flaggedSales,
  ...replenishment,
  ...proposals,
  ...customers,
  ...customerRights,
  ...ownPrices,
  ...staff,
  ...messages,
  ...eventRoutes,
  ...webhooks,
]
