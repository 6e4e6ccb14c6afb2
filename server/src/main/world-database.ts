import { bindSecrets } from '#platform/auth'
import { migrate, openPlatform, startEmbeddedPostgres, type OpenPlatform } from '#platform/database'
import { openLog } from '#platform/log'
import { loadDemo } from './load-demo.ts'

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

/** Loads the demo retailer with its people's secrets under `secret`. */
export async function loadDemoWith(platform: OpenPlatform, secret: string): Promise<void> {
  bindSecrets({ masterSecret: secret })
  await loadDemo(platform)
}
