import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  linkSync,
  lstatSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Account, accountFor, mayReach } from '../src/platform/database/embedded/account.ts'
import { outerEnvironment } from './program.ts'

export interface CheckoutCopy {
  /** Root of the copy: everything in it belongs to the account. */
  readonly directory: string
  /** Who works in the copy: never root. Root lends an account for it, anybody else is that account already. */
  readonly account: Account | undefined
  readonly uid: number
  /** How that account calls npm. */
  readonly npm: readonly string[]
  /** With a home of its own and without any setting of ours. */
  readonly env: NodeJS.ProcessEnv
  remove(): void
}

const root = fileURLToPath(new URL('../../', import.meta.url))
const PREFIX = 'splot-checkout-'
/** Where a copy may lie when the temporary directory is on another disk or closed to others; a hard link costs no space. */
const PLACES = [tmpdir(), '/var/tmp', '/var/lib', join(root, '.cache')]
/** Belongs to this checkout alone: history, data, what tools remember. */
const NOT_COPIED = new Set(['.git', '.data', '.cache', '.vite', '.vite-temp', '.vitest-cache'])
const READABLE_BY_ALL = 0o004

/**
 * A copy of this checkout as it is now, changes included, for an ordinary user, who may not be able to read the original: CI
 * clones as root. Sources and built apps are copied, so that a story may change them; the 700 MB of packages are hard links where
 * the disk allows it.
 */
export function copyCheckout(): CheckoutCopy {
  const account = accountFor('/nonexistent')
  const parent = mkdtempSync(join(placeFor(account), PREFIX))
  chmodSync(parent, 0o755)
  const directory = join(parent, 'splot')
  copyTree(root, directory, account, false)
  const home = join(parent, 'home')
  mkdirSync(home)
  give(home, account)
  const env = { ...outerEnvironment(root), HOME: home, TMPDIR: home }
  return {
    directory,
    account,
    uid: account?.uid ?? process.getuid?.() ?? 0,
    npm: npmFor(account, env, parent, directory),
    env,
    remove: () => rmSync(parent, { recursive: true, force: true, maxRetries: 3 }),
  }
}

/** The first place that the account can reach on the disk of this checkout, else the first that it can reach at all. */
function placeFor(account: Account | undefined): string {
  const reachable = PLACES.filter((place) => {
    if (place.startsWith(root)) mkdirSync(place, { recursive: true })
    const stat = statSync(place, { throwIfNoEntry: false })
    return stat?.isDirectory() && (!account || mayReach(place, account)) && mayWrite(place)
  })
  const disk = statSync(root).dev
  const place = reachable.find((candidate) => statSync(candidate).dev === disk) ?? reachable[0]
  if (!place) throw new Error(`An ordinary user can reach none of ${PLACES.join(', ')}.`)
  return place
}

function mayWrite(place: string): boolean {
  try {
    rmSync(mkdtempSync(join(place, PREFIX)), { recursive: true })
    return true
  } catch {
    return false
  }
}

function copyTree(from: string, to: string, account: Account | undefined, packages: boolean): void {
  mkdirSync(to)
  give(to, account)
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (NOT_COPIED.has(entry.name)) continue
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (entry.isDirectory()) copyTree(source, target, account, packages || entry.name === 'node_modules')
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else if (!(packages && linked(source, target))) {
      copyFileSync(source, target)
      give(target, account)
    }
  }
}

/** False where a link would not do: on another disk, for somebody else's file, or one that is closed to others. */
function linked(source: string, target: string): boolean {
  if ((lstatSync(source).mode & READABLE_BY_ALL) === 0) return false
  try {
    linkSync(source, target)
    return true
  } catch {
    return false
  }
}

function give(path: string, account: Account | undefined): void {
  if (account) lchownSync(path, account.uid, account.gid)
}

/** The npm of this machine; where the account cannot reach it (it lies in the home of root), a copy under the Node of the checkout. */
function npmFor(
  account: Account | undefined,
  env: NodeJS.ProcessEnv,
  parent: string,
  directory: string,
): readonly string[] {
  const reached = spawnSync('npm', ['--version'], { ...account, env, cwd: parent, stdio: 'ignore' })
  if (reached.status === 0) return ['npm']
  const npm = (env['PATH'] ?? '')
    .split(delimiter)
    .map((place) => join(place, 'npm'))
    .find((file) => statSync(file, { throwIfNoEntry: false })?.isFile())
  if (!npm) throw new Error('There is no npm on the PATH.')
  const copy = join(parent, 'npm')
  copyTree(dirname(dirname(realpathSync(npm))), copy, account, true)
  const bin = join(directory, 'node_modules/.bin')
  env['PATH'] = `${bin}${delimiter}${env['PATH']}`
  return [join(bin, 'node'), join(copy, 'bin/npm-cli.js')]
}
