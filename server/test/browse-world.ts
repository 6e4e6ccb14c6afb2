import pino from 'pino'
import { bindSecrets } from '#platform/auth'
import { systemActor, type Actor } from '#platform/context'
import { openPlatform } from '#platform/database'
import { openTail } from '#platform/events'
import { buildServer } from '#platform/http'
import { openCatalogue, routes as catalogueRoutes } from '#modules/catalogue'
import { channelByCode } from '#modules/channels'
import { openAvailability } from '#modules/inventory'
import { openLocations, routes as locationRoutes } from '#modules/locations'
import { openPrices } from '#modules/pricing'
import { createTestDatabase } from './database.ts'
import { openBrowse, routes } from '#flows/browse'

export type BrowseWorld = Awaited<ReturnType<typeof openBrowseWorld>>

/** A shop window on a database of its own: read models, tail, and the public doors as a visitor of the web shop sees them. */
export async function openBrowseWorld(fill: (platform: ReturnType<typeof openPlatform>) => Promise<void>) {
  const database = await createTestDatabase()
  bindSecrets({ masterSecret: 'a secret that is long enough for tests' })
  let ahead = 0
  const platform = openPlatform({
    url: database.url,
    log: pino({ level: 'warn' }),
    clock: () => new Date(Date.now() + ahead),
  })
  await fill(platform)
  const tail = openTail(platform)
  await tail.start()
  await Promise.all([
    openCatalogue(platform, tail),
    openPrices(platform, tail),
    openLocations(platform, tail),
  ])
  const browse = await openBrowse(platform, await openAvailability(platform, tail))
  const web = await channelByCode(platform.read(systemActor('test')), 'web')
  if (!web) throw new Error('the channel web is always there')
  const visitor: Actor = { ...systemActor('test', web), kind: 'visitor', id: 'visitor' }
  const app = await buildServer({
    platform,
    routes: [...routes, ...catalogueRoutes, ...locationRoutes],
    authenticate: async () => visitor,
    version: 'test',
  })
  return {
    platform,
    browse,
    app,
    visitor,
    turnClock: (ms: number) => void (ahead += ms),
    write: <T>(work: Parameters<typeof platform.write<T>>[1]) => platform.write(systemActor('test'), work),
    get: async (path: string) => {
      const response = await app.inject({ method: 'GET', url: path })
      return {
        status: response.statusCode,
        body: JSON.parse(response.body) as unknown,
        type: response.headers['content-type'],
      }
    },
    close: async () => {
      await app.close()
      await platform.close()
      await database.drop()
    },
  }
}
