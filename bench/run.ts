/** `npm run bench -- NAME [--json]`: runs one benchmark on an embedded database and free ports, and ends by itself. */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openWorldDatabase } from '@splot/server/main/world-database'
import { benches } from './benches.ts'
import { closeAtSignals, closing, interrupted } from './closing.ts'
import { commitLimit, httpLimit } from './limits.ts'
import { openWorld } from './world.ts'

const [name = '', ...flags] = process.argv.slice(2)
const bench = benches[name]
if (!bench) {
  console.error(`Say which: ${Object.keys(benches).join(', ')} (and --json for one line of JSON)`)
  process.exit(2)
}
const json = flags.includes('--json')
const note = (line: string) => {
  if (!json) console.error(line)
}

/** In the world's own database, or in one that is there for this alone. */
async function durableCommits(url: string | undefined): Promise<number> {
  if (url !== undefined) return commitLimit(url)
  const directory = await mkdtemp(join(tmpdir(), 'splot-limit-'))
  await chmod(directory, 0o755)
  const database = await openWorldDatabase(join(directory, 'postgres'))
  const close = closing(async () => {
    await database.platform.close()
    await database.stop()
    await rm(directory, { recursive: true, force: true })
  })
  try {
    return await commitLimit(database.url)
  } finally {
    await close()
  }
}

closeAtSignals()
const world = bench.ownWorld ? undefined : await openWorld(note)
let metrics: Record<string, number>
try {
  const limits = {
    limit_http_per_s: await httpLimit(),
    limit_commits_per_s: await durableCommits(world?.databaseUrl),
  }
  metrics = { ...(await bench.run(world, note)), ...limits }
} catch (error) {
  throw (await interrupted()) ?? error
} finally {
  await world?.close()
}
const rounded = Object.fromEntries(
  Object.entries(metrics).map(([key, value]) => [
    key,
    Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 1000) / 1000,
  ]),
)
if (json) console.log(JSON.stringify({ bench: name, metrics: rounded }))
else {
  const width = Math.max(...Object.keys(rounded).map((key) => key.length))
  console.log(`\n${name}`)
  for (const [key, value] of Object.entries(rounded)) {
    console.log(`  ${key.padEnd(width)}  ${String(value).padStart(10)}  ${bench.reach[key] ?? ''}`)
  }
}
