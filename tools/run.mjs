// The one way in: `node tools/run.mjs start|dev|check|test|bench|replay|simulate [...arguments]`. It needs Node 20 and npm; what else
// is missing it installs, and then it goes on with the Node that the lock file pins.
import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ensureDependencies, pinnedNode } from './run/dependencies.mjs'
import './run/end-with-npm.mjs'
import { become, environment } from './run/processes.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const [task, ...args] = process.argv.slice(2)

const END_WITH_NPM = new URL('run/end-with-npm.mjs', import.meta.url).href
const WATCHED = ['server/src', 'packages', 'demo', 'fakes']

const programs = {
  start: () => ['server/src/main/start.ts', ...args],
  dev: () => [
    '--watch-preserve-output',
    ...WATCHED.map((path) => `--watch-path=${path}`),
    'server/src/main/start.ts',
    ...args,
  ],
  bench: () => ['bench/run.ts', ...args],
  replay: () => ['bench/replay.ts', ...args],
  simulate: () => ['server/test/simulation/run.ts', ...args],
}
const checks = { check: { stories: false }, test: { stories: true } }

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error.message)
  process.exitCode = 1
}

async function main() {
  const known = [...Object.keys(programs), ...Object.keys(checks)]
  if (!known.includes(task)) throw new Error(`Say what to run: ${known.join(', ')}`)
  process.chdir(root)
  ensureDependencies(root)
  const node = pinnedNode(root)
  const env = environment(root, task === 'dev' ? { SPLOT_DEV: '1' } : {})
  if (Object.hasOwn(programs, task)) return become(node, ['--import', END_WITH_NPM, ...programs[task]()], env)
  if (realpathSync(process.execPath) !== node)
    return become(node, [fileURLToPath(import.meta.url), task, ...args], env)
  const { check } = await import('./run/check.mjs')
  return check(root, checks[task])
}
