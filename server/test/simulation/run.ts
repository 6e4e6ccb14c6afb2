/**
 * Runs simulated days, each on a database of its own: `npm run simulate -- --seeds 1000` for the night, `npm run simulate -- --seed 17`
 * for one. `--from 500` begins there, `--minutes 40` begins no day after that. Whoever stops it (Ctrl-C) is told how far it came. Ends with
 * status 1 and one line per failing seed that reproduces it.
 */
import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Client } from 'pg'
import { migrate } from '#platform/database'
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/database/embedded.ts'
import { simulateDay } from './day.ts'
import { Divergence } from './node-and-model.ts'

const SEEDS_BY_DEFAULT = 20
/** Days at once: what a machine of two cores is busy with. */
const AT_ONCE = 2
const TEMPLATE = 'simulation_template'
/** Nothing here must survive a power cut. */
const FAST_AND_FORGETFUL = {
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  max_connections: 200,
  shared_buffers: '128MB',
}

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    seeds: { type: 'string' },
    from: { type: 'string' },
    minutes: { type: 'string' },
  },
})
const whole = (name: string, text: string): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`--${name} wants a whole number of at least 1`)
  return value
}
const first = whole('seed', values.seed ?? values.from ?? '1')
const until = values.minutes === undefined ? Infinity : Date.now() + whole('minutes', values.minutes) * 60_000
const many = values.seed === undefined ? whole('seeds', values.seeds ?? String(SEEDS_BY_DEFAULT)) : 1

let stopped = false
/** How each seed that was lived through went. */
const went = new Map<number, boolean>()

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!stopped) console.log('the days that have begun are the last ones')
    stopped = true
  })
}

const directory = mkdtempSync(join(tmpdir(), 'splot-simulation-'))
// As root, PostgreSQL runs as another account, which has to pass here.
chmodSync(directory, 0o755)
const server = await startEmbeddedPostgres({ dataDir: directory, quiet: true, settings: FAST_AND_FORGETFUL })
const administrator = new Client({ connectionString: server.url })
try {
  // Ctrl-C may end the database first.
  administrator.on('error', () => {})
  await administrator.connect()
  await administrator.query(`create database ${TEMPLATE}`)
  await migrate(urlOf(TEMPLATE))
  await runAll()
  const failed = [...went].flatMap(([seed, well]) => (well ? [] : seed)).toSorted((a, b) => a - b)
  const rest = many - went.size
  console.log(`${went.size - failed.length} of ${went.size} days went as they should`)
  if (rest > 0) console.log(`${rest} were not lived through to their end`)
  for (const seed of failed) console.log(`npm run simulate -- --seed ${seed}`)
  process.exitCode = failed.length > 0 ? 1 : 0
} finally {
  await administrator.end().catch(() => {})
  await server.stop()
  await removeEmbeddedPostgres(directory)
}

async function runAll(): Promise<void> {
  let next = first
  const lane = async () => {
    while (next < first + many && !stopped && Date.now() < until) {
      const seed = next
      next += 1
      await runOne(seed)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}

async function runOne(seed: number): Promise<void> {
  const name = `simulation_${seed}`
  await administrator.query(`create database ${name} template ${TEMPLATE}`)
  const began = performance.now()
  try {
    const day = await simulateDay(urlOf(name), seed)
    const took = ((performance.now() - began) / 1_000).toFixed(1)
    went.set(seed, true)
    console.log(
      `seed ${seed}: ${day.commands} commands, ${day.oversold} promises broken by the world, ${took} s`,
    )
  } catch (error) {
    // Ctrl-C ends the database as well: such a day says nothing.
    if (stopped && !(error instanceof Divergence)) return
    went.set(seed, false)
    console.error(error instanceof Error ? error.message : error)
    console.error(`npm run simulate -- --seed ${seed}`)
  } finally {
    await administrator.query(`drop database ${name} with (force)`).catch((error: Error) => {
      if (!stopped) throw error
    })
  }
}

function urlOf(name: string): string {
  const url = new URL(server.url)
  url.pathname = `/${name}`
  return url.href
}
