import type { AnyRoute } from '#platform/http'
import { batchRoutes } from './batch-routes.ts'
import { cardRoutes } from './card-routes.ts'
import { creditRoutes } from './credit-routes.ts'
import { liabilityRoutes } from './liability-routes.ts'

export const routes: AnyRoute[] = [...creditRoutes, ...batchRoutes, ...liabilityRoutes, ...cardRoutes]
