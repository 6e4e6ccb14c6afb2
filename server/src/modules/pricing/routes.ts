import type { AnyRoute } from '#platform/http'
import { changeRoutes } from './change-routes.ts'
import { costRoutes } from './costs/routes.ts'
import { exceptionRoutes } from './exception-routes.ts'
import { labelRoutes } from './labels/routes.ts'
import { listRoutes } from './list-routes.ts'
import { priceRoutes } from './price-routes.ts'
import { proposalRoutes } from './proposals/routes.ts'
import { shelfRoutes } from './shelf-routes.ts'
import { versionRoutes } from './version-routes.ts'

export const routes: AnyRoute[] = [
  ...versionRoutes,
  ...listRoutes,
  ...shelfRoutes,
  ...exceptionRoutes,
  ...changeRoutes,
  ...labelRoutes,
  ...proposalRoutes,
  ...costRoutes,
  ...priceRoutes,
]
