import type { AnyRoute } from '#platform/http'
import { binRoutes } from './bin-routes.ts'
import { kitRoutes } from './kit-routes.ts'
import { lotRoutes } from './lot-routes.ts'
import { proofRoute } from './proof-routes.ts'
import { quarantineRoutes } from './quarantine-routes.ts'
import { rowRoutes } from './row-routes.ts'

export const pieceRoutes: AnyRoute[] = [
  ...kitRoutes,
  ...binRoutes,
  ...quarantineRoutes,
  ...lotRoutes,
  ...rowRoutes,
  proofRoute,
]
