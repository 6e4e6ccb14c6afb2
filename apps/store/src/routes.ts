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
