import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { environment, run } from './processes.mjs'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const APPS = ['shop', 'store', 'office']
/** What ends up in an app besides its own sources. */
const SHARED = [
  'packages/ui',
  'packages/client',
  'packages/kernel',
  'packages/rules',
  'packages/offline',
  'package-lock.json',
]
const NOT_SOURCES = new Set(['node_modules', 'dist'])
const HASH_FILE = '.hash'

/**
 * Builds the apps whose sources changed since their last build, all at once.
 * @param {{ log?: (line: string) => void }} [options] where the notes go; the console by default
 * @returns {Promise<{ built: string[], fresh: string[], skipped: string[] }>} names of apps
 * @throws with the builder's output when a build fails
 */
export async function buildStaleApps({ log = console.log } = {}) {
  const shared = hashOf(SHARED)
  const result = { built: [], fresh: [], skipped: [] }
  const failures = []
  await Promise.all(
    APPS.map(async (app) => {
      const directory = join(ROOT, 'apps', app)
      const script = buildScript(directory)
      if (!script) {
        log(`  ${app}: nothing to build`)
        result.skipped.push(app)
        return
      }
      const hash = hashOf([`apps/${app}`], shared)
      const stamp = join(directory, 'dist', HASH_FILE)
      if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) {
        result.fresh.push(app)
        return
      }
      rmSync(stamp, { force: true })
      const { code, output, ms } = await run(script, [], {
        capture: true,
        shell: true,
        cwd: directory,
        env: environment(ROOT, { NODE_ENV: 'production' }),
      })
      if (code !== 0) {
        failures.push(`The build of ${app} failed:\n${output}`)
        return
      }
      mkdirSync(join(directory, 'dist'), { recursive: true })
      writeFileSync(stamp, hash)
      log(`  ${app}: built in ${(ms / 1000).toFixed(1)} s`)
      result.built.push(app)
    }),
  )
  if (failures.length > 0) throw new Error(failures.join('\n\n'))
  return result
}

/** The workspace's own build, else a plain Vite build; `undefined` while there is no app yet. */
function buildScript(directory) {
  const manifest = join(directory, 'package.json')
  if (!existsSync(manifest)) return undefined
  const { scripts } = JSON.parse(readFileSync(manifest, 'utf8'))
  if (scripts?.build) return scripts.build
  return existsSync(join(directory, 'index.html')) ? 'vite build' : undefined
}

/** One hash over names and contents of every source under the given paths. */
function hashOf(paths, seed = '') {
  const hash = createHash('sha256').update(seed)
  for (const path of paths) {
    for (const file of sourcesUnder(join(ROOT, path))) {
      hash
        .update(`${relative(ROOT, file)}\0`)
        .update(readFileSync(file))
        .update('\0')
    }
  }
  return hash.digest('hex')
}

function sourcesUnder(path) {
  let entries
  try {
    entries = readdirSync(path, { withFileTypes: true })
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path]
    if (error.code === 'ENOENT') return []
    throw error
  }
  return entries
    .filter((entry) => !NOT_SOURCES.has(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const child = join(path, entry.name)
      return entry.isDirectory() ? sourcesUnder(child) : [child]
    })
}
