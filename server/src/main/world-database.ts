import { bindSecrets } from '#platform/auth'
import { migrate, openPlatform, startEmbeddedPostgres, type OpenPlatform } from '#platform/database'
import { openLog } from '#platform/log'
import { buildRetailer } from '@splot/demo'
import { loadDemo, loadRetailer } from './load-demo.ts'

/** A durable embedded database, migrated and with an open platform: for benchmarks and stories that kill things. */
export async function openWorldDatabase(
  dataDir: string,
  options: { restart?: boolean } = {},
): Promise<{ url: string; readonly pid: number; platform: OpenPlatform; stop: () => Promise<void> }> {
  const server = await startEmbeddedPostgres({ dataDir, quiet: true, ...options })
  await migrate(server.url)
  const platform = openPlatform({
    url: server.url,
    log: openLog({ level: 'error', name: 'world' }),
    poolSize: 4,
  })
  return {
    url: server.url,
    get pid() {
      return server.pid
    },
    platform,
    stop: server.stop,
  }
}

/**
 * Loads the demo retailer with its people's secrets under `secret`; `plain`: without offers, so that everything costs what the standard
 * list says.
 */
export async function loadDemoWith(
  platform: OpenPlatform,
  secret: string,
  options: { readonly plain?: boolean } = {},
): Promise<void> {
  bindSecrets({ masterSecret: secret })
  await (options.plain ? loadRetailer(platform, buildRetailer(1)) : loadDemo(platform))
}
