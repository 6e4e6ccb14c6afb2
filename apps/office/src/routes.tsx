import { useQuery } from '@tanstack/react-query'
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Link,
  Outlet,
  type ErrorComponentProps,
} from '@tanstack/react-router'
import { Button, EmptyState, ErrorState, RefreshLine } from '@splot/ui'
import { Compass } from 'lucide-react'
import { meQuery } from './api/queries.ts'
import { parseSearch, stringifySearch, textFilters } from './page/filters.ts'
import { ProblemState } from './page/Problem.tsx'
import { Shell } from './shell/Shell.tsx'
import { SignIn } from './shell/SignIn.tsx'
import { useT } from './words/index.ts'

const root = createRootRoute({ component: Root, notFoundComponent: NotFound, errorComponent: Broken })
const parent = () => root

const page = {
  home: lazyRouteComponent(() => import('./home/HomePage.tsx'), 'HomePage'),
  orders: lazyRouteComponent(() => import('./orders/OrdersPage.tsx'), 'OrdersPage'),
  order: lazyRouteComponent(() => import('./orders/OrderPage.tsx'), 'OrderPage'),
  stock: lazyRouteComponent(() => import('./stock/StockPage.tsx'), 'StockPage'),
  atp: lazyRouteComponent(() => import('./stock/AtpPage.tsx'), 'AtpPage'),
  movements: lazyRouteComponent(() => import('./stock/MovementsPage.tsx'), 'MovementsPage'),
  incidents: lazyRouteComponent(() => import('./incidents/IncidentsPage.tsx'), 'IncidentsPage'),
  flaggedSales: lazyRouteComponent(() => import('./incidents/FlaggedSalesPage.tsx'), 'FlaggedSalesPage'),
  incident: lazyRouteComponent(() => import('./incidents/IncidentPage.tsx'), 'IncidentPage'),
  policies: lazyRouteComponent(() => import('./policies/PoliciesPage.tsx'), 'PoliciesPage'),
  policy: lazyRouteComponent(() => import('./policies/PolicyPage.tsx'), 'PolicyPage'),
  deliveries: lazyRouteComponent(() => import('./stockwork/DeliveriesPage.tsx'), 'DeliveriesPage'),
  delivery: lazyRouteComponent(() => import('./stockwork/DeliveryPage.tsx'), 'DeliveryPage'),
  transfers: lazyRouteComponent(() => import('./stockwork/TransfersPage.tsx'), 'TransfersPage'),
  transfer: lazyRouteComponent(() => import('./stockwork/TransferPage.tsx'), 'TransferPage'),
  counts: lazyRouteComponent(() => import('./stockwork/CountsPage.tsx'), 'CountsPage'),
  count: lazyRouteComponent(() => import('./stockwork/CountPage.tsx'), 'CountPage'),
  adjustments: lazyRouteComponent(() => import('./stockwork/AdjustmentsPage.tsx'), 'AdjustmentsPage'),
  adjustment: lazyRouteComponent(() => import('./stockwork/AdjustmentPage.tsx'), 'AdjustmentPage'),
  putAway: lazyRouteComponent(() => import('./stockwork/PutAwayPage.tsx'), 'PutAwayPage'),
  quarantine: lazyRouteComponent(() => import('./stockwork/QuarantinePage.tsx'), 'QuarantinePage'),
  limits: lazyRouteComponent(() => import('./stockwork/LimitsPage.tsx'), 'LimitsPage'),
  alerts: lazyRouteComponent(() => import('./replenishment/AlertsPage.tsx'), 'AlertsPage'),
  proposals: lazyRouteComponent(() => import('./replenishment/ProposalsPage.tsx'), 'ProposalsPage'),
  watchRules: lazyRouteComponent(() => import('./replenishment/RulesPage.tsx'), 'RulesPage'),
  kits: lazyRouteComponent(() => import('./pieces/KitsPage.tsx'), 'KitsPage'),
  bins: lazyRouteComponent(() => import('./pieces/BinsPage.tsx'), 'BinsPage'),
  lots: lazyRouteComponent(() => import('./pieces/LotsPage.tsx'), 'LotsPage'),
  serials: lazyRouteComponent(() => import('./pieces/SerialsPage.tsx'), 'SerialsPage'),
  products: lazyRouteComponent(() => import('./products/ProductsPage.tsx'), 'ProductsPage'),
  product: lazyRouteComponent(() => import('./products/ProductPage.tsx'), 'ProductPage'),
  promotions: lazyRouteComponent(() => import('./promotions/PromotionsPage.tsx'), 'PromotionsPage'),
  promotion: lazyRouteComponent(() => import('./promotions/PromotionPage.tsx'), 'PromotionPage'),
  promotionCalendar: lazyRouteComponent(() => import('./calendar/CalendarPage.tsx'), 'PromotionCalendar'),
  priceLabels: lazyRouteComponent(() => import('./prices/LabelsPage.tsx'), 'LabelsPage'),
  priceCalendar: lazyRouteComponent(() => import('./calendar/CalendarPage.tsx'), 'PriceCalendar'),
  coupons: lazyRouteComponent(() => import('./coupons/CouponsPage.tsx'), 'CouponsPage'),
  simulator: lazyRouteComponent(() => import('./promotions/SimulatorPage.tsx'), 'SimulatorPage'),
  giftCards: lazyRouteComponent(() => import('./giftcards/GiftCardsPage.tsx'), 'GiftCardsPage'),
  giftCardBatches: lazyRouteComponent(() => import('./giftcards/BatchesPage.tsx'), 'BatchesPage'),
  giftCardLiability: lazyRouteComponent(() => import('./giftcards/LiabilityPage.tsx'), 'LiabilityPage'),
  giftCard: lazyRouteComponent(() => import('./giftcards/GiftCardPage.tsx'), 'GiftCardPage'),
  customers: lazyRouteComponent(() => import('./customers/CustomersPage.tsx'), 'CustomersPage'),
  customerGroups: lazyRouteComponent(() => import('./customers/GroupsPage.tsx'), 'GroupsPage'),
  customerSegments: lazyRouteComponent(() => import('./customers/SegmentsPage.tsx'), 'SegmentsPage'),
  customer: lazyRouteComponent(() => import('./customers/CustomerPage.tsx'), 'CustomerPage'),
  vatAndDelivery: lazyRouteComponent(() => import('./delivery/DeliveryPage.tsx'), 'DeliveryPage'),
  prices: lazyRouteComponent(() => import('./prices/PricesPage.tsx'), 'PricesPage'),
  price: lazyRouteComponent(() => import('./prices/PricePage.tsx'), 'PricePage'),
  priceLists: lazyRouteComponent(() => import('./prices/ListsPage.tsx'), 'ListsPage'),
  priceChanges: lazyRouteComponent(() => import('./prices/ChangesPage.tsx'), 'ChangesPage'),
  priceChange: lazyRouteComponent(() => import('./prices/ChangePage.tsx'), 'ChangePage'),
  priceVersions: lazyRouteComponent(() => import('./prices/VersionsPage.tsx'), 'VersionsPage'),
  bulkPrices: lazyRouteComponent(() => import('./prices/BulkPage.tsx'), 'BulkPage'),
  importPrices: lazyRouteComponent(() => import('./prices/ImportPage.tsx'), 'ImportPage'),
  priceExceptions: lazyRouteComponent(() => import('./prices/ExceptionsPage.tsx'), 'ExceptionsPage'),
  priceProposals: lazyRouteComponent(() => import('./prices/ProposalsPage.tsx'), 'ProposalsPage'),
  priceRules: lazyRouteComponent(() => import('./prices/RulesPage.tsx'), 'RulesPage'),
  competitorPrices: lazyRouteComponent(() => import('./prices/CompetitorsPage.tsx'), 'CompetitorsPage'),
  stores: lazyRouteComponent(() => import('./stores/StoresPage.tsx'), 'StoresPage'),
  messages: lazyRouteComponent(() => import('./messages/MessagesPage.tsx'), 'MessagesPage'),
  staff: lazyRouteComponent(() => import('./staff/StaffPage.tsx'), 'StaffPage'),
  devices: lazyRouteComponent(() => import('./staff/DevicesPage.tsx'), 'DevicesPage'),
  keys: lazyRouteComponent(() => import('./staff/KeysPage.tsx'), 'KeysPage'),
  webhooks: lazyRouteComponent(() => import('./webhooks/WebhooksPage.tsx'), 'WebhooksPage'),
  events: lazyRouteComponent(() => import('./events/EventsPage.tsx'), 'EventsPage'),
  audit: lazyRouteComponent(() => import('./audit/AuditPage.tsx'), 'AuditPage'),
}

const routeTree = root.addChildren([
  createRoute({ getParentRoute: parent, path: '/', component: page.home }),
  createRoute({
    getParentRoute: parent,
    path: '/orders',
    validateSearch: textFilters('state', 'channel', 'locationId', 'q', 'peek'),
    component: page.orders,
  }),
  createRoute({ getParentRoute: parent, path: '/orders/$orderId', component: page.order }),
  createRoute({
    getParentRoute: parent,
    path: '/stock',
    validateSearch: textFilters('q', 'locationId', 'peek'),
    component: page.stock,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/stock/availability',
    validateSearch: textFilters('sku', 'day', 'at', 'channel'),
    component: page.atp,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/stock/movements',
    validateSearch: textFilters('sku', 'locationId'),
    component: page.movements,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/incidents',
    validateSearch: textFilters('state', 'locationId', 'sku'),
    component: page.incidents,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/incidents/sales',
    validateSearch: textFilters('state', 'locationId', 'peek'),
    component: page.flaggedSales,
  }),
  createRoute({ getParentRoute: parent, path: '/incidents/$id', component: page.incident }),
  createRoute({ getParentRoute: parent, path: '/policies', component: page.policies }),
  createRoute({
    getParentRoute: parent,
    path: '/policies/$version',
    validateSearch: textFilters('tab', 'rule'),
    component: page.policy,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/stockwork/deliveries',
    validateSearch: textFilters('q', 'state', 'locationId'),
    component: page.deliveries,
  }),
  createRoute({ getParentRoute: parent, path: '/stockwork/deliveries/$id', component: page.delivery }),
  createRoute({
    getParentRoute: parent,
    path: '/stockwork/transfers',
    validateSearch: textFilters('q', 'state', 'locationId'),
    component: page.transfers,
  }),
  createRoute({ getParentRoute: parent, path: '/stockwork/transfers/$id', component: page.transfer }),
  createRoute({
    getParentRoute: parent,
    path: '/stockwork/counts',
    validateSearch: textFilters('q', 'state', 'locationId'),
    component: page.counts,
  }),
  createRoute({ getParentRoute: parent, path: '/stockwork/counts/$id', component: page.count }),
  createRoute({
    getParentRoute: parent,
    path: '/stockwork/adjustments',
    validateSearch: textFilters('q', 'state', 'locationId'),
    component: page.adjustments,
  }),
  createRoute({ getParentRoute: parent, path: '/stockwork/adjustments/$id', component: page.adjustment }),
  createRoute({
    getParentRoute: parent,
    path: '/stockwork/put-away',
    validateSearch: textFilters('locationId'),
    component: page.putAway,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/stockwork/quarantine',
    validateSearch: textFilters('locationId'),
    component: page.quarantine,
  }),
  createRoute({ getParentRoute: parent, path: '/stockwork/limits', component: page.limits }),
  createRoute({
    getParentRoute: parent,
    path: '/replenishment/alerts',
    validateSearch: textFilters('state', 'kind', 'locationId'),
    component: page.alerts,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/replenishment/proposals',
    validateSearch: textFilters('state', 'locationId'),
    component: page.proposals,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/replenishment/rules',
    component: page.watchRules,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/pieces/kits',
    validateSearch: textFilters('peek'),
    component: page.kits,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/pieces/bins',
    validateSearch: textFilters('locationId', 'peek'),
    component: page.bins,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/pieces/lots',
    validateSearch: textFilters('sku', 'peek'),
    component: page.lots,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/pieces/serials',
    validateSearch: textFilters('serial', 'sku'),
    component: page.serials,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/products',
    validateSearch: textFilters('q', 'category'),
    component: page.products,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/products/$handle',
    validateSearch: textFilters('sku'),
    component: page.product,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/promotions',
    validateSearch: textFilters('q', 'state'),
    component: page.promotions,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/promotions/calendar',
    validateSearch: textFilters('from', 'view', 'kind', 'channel', 'locationId'),
    component: page.promotionCalendar,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/prices/calendar',
    validateSearch: textFilters('from', 'view', 'kind', 'channel', 'locationId'),
    component: page.priceCalendar,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/promotions/coupons',
    validateSearch: textFilters('q', 'state', 'promotionId', 'peek'),
    component: page.coupons,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/promotions/simulator',
    validateSearch: textFilters('publish', 'archive', 'codes'),
    component: page.simulator,
  }),
  createRoute({ getParentRoute: parent, path: '/promotions/$id', component: page.promotion }),
  createRoute({
    getParentRoute: parent,
    path: '/gift-cards',
    validateSearch: textFilters('q', 'kind', 'state', 'batchId', 'customerId'),
    component: page.giftCards,
  }),
  createRoute({ getParentRoute: parent, path: '/gift-cards/batches', component: page.giftCardBatches }),
  createRoute({
    getParentRoute: parent,
    path: '/gift-cards/liability',
    validateSearch: textFilters('day'),
    component: page.giftCardLiability,
  }),
  createRoute({ getParentRoute: parent, path: '/gift-cards/$id', component: page.giftCard }),
  createRoute({ getParentRoute: parent, path: '/customers', component: page.customers }),
  createRoute({
    getParentRoute: parent,
    path: '/customers/groups',
    validateSearch: textFilters('group'),
    component: page.customerGroups,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/customers/segments',
    validateSearch: textFilters('segment'),
    component: page.customerSegments,
  }),
  createRoute({ getParentRoute: parent, path: '/customers/$id', component: page.customer }),
  createRoute({
    getParentRoute: parent,
    path: '/delivery',
    validateSearch: textFilters('country', 'day', 'currency'),
    component: page.vatAndDelivery,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/prices',
    validateSearch: textFilters('q', 'list'),
    component: page.prices,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/prices/articles/$sku',
    validateSearch: textFilters('channelId', 'locationId'),
    component: page.price,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/prices/lists',
    validateSearch: textFilters('q', 'channelId', 'locationId', 'state', 'peek'),
    component: page.priceLists,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/prices/changes',
    validateSearch: textFilters('state'),
    component: page.priceChanges,
  }),
  createRoute({ getParentRoute: parent, path: '/prices/changes/$id', component: page.priceChange }),
  createRoute({
    getParentRoute: parent,
    path: '/prices/versions',
    validateSearch: textFilters('view'),
    component: page.priceVersions,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/prices/bulk',
    validateSearch: textFilters('list', 'from'),
    component: page.bulkPrices,
  }),
  createRoute({ getParentRoute: parent, path: '/prices/import', component: page.importPrices }),
  createRoute({
    getParentRoute: parent,
    path: '/prices/exceptions',
    validateSearch: textFilters('q', 'state', 'channelId', 'locationId', 'peek'),
    component: page.priceExceptions,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/prices/labels',
    validateSearch: textFilters('q', 'locationId', 'state', 'peek'),
    component: page.priceLabels,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/prices/proposals',
    validateSearch: textFilters('state', 'sku', 'ruleId', 'peek'),
    component: page.priceProposals,
  }),
  createRoute({ getParentRoute: parent, path: '/prices/rules', component: page.priceRules }),
  createRoute({ getParentRoute: parent, path: '/prices/competitors', component: page.competitorPrices }),
  createRoute({
    getParentRoute: parent,
    path: '/stores',
    validateSearch: textFilters('q', 'peek'),
    component: page.stores,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/messages',
    validateSearch: textFilters('subject'),
    component: page.messages,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/staff',
    validateSearch: textFilters('q'),
    component: page.staff,
  }),
  createRoute({ getParentRoute: parent, path: '/devices', component: page.devices }),
  createRoute({ getParentRoute: parent, path: '/keys', component: page.keys }),
  createRoute({
    getParentRoute: parent,
    path: '/webhooks',
    validateSearch: textFilters('peek'),
    component: page.webhooks,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/events',
    validateSearch: textFilters('type', 'subject', 'peek'),
    component: page.events,
  }),
  createRoute({
    getParentRoute: parent,
    path: '/audit',
    validateSearch: textFilters('action', 'subject'),
    component: page.audit,
  }),
])

export const router = createRouter({
  routeTree,
  basepath: '/office',
  scrollRestoration: true,
  defaultPreload: 'intent',
  parseSearch,
  stringifySearch,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}

function Root() {
  const { data: me, isPending, error, refetch } = useQuery(meQuery)
  if (isPending) return <RefreshLine active />
  if (error && !me) return <ProblemState error={error} onRetry={() => void refetch()} />
  if (!me) return <SignIn />
  return (
    <Shell me={me}>
      <Outlet />
    </Shell>
  )
}

function NotFound() {
  const t = useT('page')
  return (
    <EmptyState
      icon={<Compass />}
      title={t('notFound')}
      why={t('notFoundWhy')}
      action={<Link to="/">{t('goHome')}</Link>}
    />
  )
}

function Broken({ error }: ErrorComponentProps) {
  const t = useT('page')
  return (
    <>
      <ErrorState
        title={t('broken')}
        safe={t('brokenWhy')}
        id={error instanceof Error ? error.message : null}
      />
      <p>
        <Button onPress={() => window.location.reload()}>{t('refresh')}</Button>
      </p>
    </>
  )
}
