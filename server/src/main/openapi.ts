import { buildServer } from '#platform/http'
import { openLog } from '#platform/log'
import { systemActor, type Platform } from '#platform/context'
import { routes } from './routes.ts'
import { VERSION } from './version.ts'

/** The OpenAPI 3.1 document of every declared route, made without a database. */
export async function openApiDocument(): Promise<object> {
  // Describing routes runs none of them, so nothing of the platform but its log is ever touched.
  const platform = { log: openLog({ level: 'silent', name: 'openapi' }) } as Platform
  const app = await buildServer({
    platform,
    routes,
    authenticate: () => systemActor('openapi'),
    version: VERSION,
  })
  await app.ready()
  const document = app.swagger()
  await app.close()
  return document
}
