import { createRootRoute, createRoute } from '@tanstack/react-router'

/**
 * Every address of the app. The screens are joined to them in `router.tsx`, so that a screen can ask its own route for its
 * parameters without a circle of imports.
 */
export const root = createRootRoute()
export const home = createRoute({ getParentRoute: () => root, path: '/' })
export const till = createRoute({
  getParentRoute: () => root,
  path: '/till',
  // An order's code scanned elsewhere opens its return here. Numbers in an address are read as numbers.
  validateSearch: (search): { order?: string } =>
    /^\d{9}$/.test(String(search['order'])) ? { order: String(search['order']) } : {},
})
export const queue = createRoute({
  getParentRoute: () => root,
  path: '/orders',
  validateSearch: (search): { view?: 'ready' } => (search['view'] === 'ready' ? { view: 'ready' } : {}),
})
export const picking = createRoute({ getParentRoute: () => root, path: '/orders/$id' })
export const handOver = createRoute({ getParentRoute: () => root, path: '/hand-over' })
export const stockHome = createRoute({ getParentRoute: () => root, path: '/stock' })
export const stockDelivery = createRoute({ getParentRoute: () => root, path: '/stock/deliveries/$id' })
export const stockReceipt = createRoute({ getParentRoute: () => root, path: '/stock/receipt' })
export const stockNewTransfer = createRoute({ getParentRoute: () => root, path: '/stock/transfers/new' })
export const stockTransfer = createRoute({ getParentRoute: () => root, path: '/stock/transfers/$id' })
export const stockNewCount = createRoute({ getParentRoute: () => root, path: '/stock/counts/new' })
export const stockCount = createRoute({ getParentRoute: () => root, path: '/stock/counts/$id' })
export const stockPutAway = createRoute({ getParentRoute: () => root, path: '/stock/put-away' })
export const stockArticle = createRoute({
  getParentRoute: () => root,
  path: '/stock/article',
  // A GTIN in an address is read as a number.
  validateSearch: (search): { code?: string } => {
    const code = search['code']
    return typeof code === 'string' || typeof code === 'number' ? { code: String(code).slice(0, 64) } : {}
  },
})
