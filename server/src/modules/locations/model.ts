import { perPlatform, systemActor, type Platform } from '#platform/context'
import { keepFresh, type Tail } from '#platform/events'
import { listLocations } from './list.ts'
import type { Location, LocationsModel } from './types.ts'

const models = perPlatform<LocationsModel>('locations')

/** The open model of this process; fails when `openLocations` was not called. */
export const locationsOf = models.of

/** Loads every place and follows `locations.changed`, before or after the tail was started. Without a tail it stays as it was loaded. */
export async function openLocations(platform: Platform, tail?: Tail): Promise<LocationsModel> {
  if (models.has(platform)) return models.of(platform)
  let all: readonly Location[] = []
  let byId = new Map<string, Location>()
  let byCode = new Map<string, Location>()
  let version = 0
  const freshness = keepFresh(platform, 'locations', async () => {
    all = await listLocations(platform.read(systemActor('locations')))
    byId = new Map(all.map((location) => [location.id, location]))
    byCode = new Map(all.map((location) => [location.code, location]))
    version += 1
  })
  tail?.on(['locations.changed'], () => freshness.reload(null))
  tail?.onReset(() => freshness.reload(null))
  await freshness.ready
  return models.set(platform, {
    all: () => all,
    byId: (id) => byId.get(id),
    byCode: (code) => byCode.get(code),
    version: () => version,
  })
}
