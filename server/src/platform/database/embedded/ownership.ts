import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { identify, lives, type ProcessIdentity } from './processes.ts'

const LOCK_FILE = 'owner.lock'

/** Another living Splot owns the data directory. */
export class DataDirectoryInUse extends Error {
  readonly pid: number
  constructor(directory: string, pid: number) {
    super(
      `The database in ${directory} is in use by another Splot (process ${pid}). ` +
        `Stop that one first, or choose another data directory.`,
    )
    this.name = 'DataDirectoryInUse'
    this.pid = pid
  }
}

/** The owner of a data directory according to its lock file, dead or alive. */
export function ownerOf(home: string): ProcessIdentity | undefined {
  return read(join(home, LOCK_FILE))
}

/**
 * Makes this process the only owner of a data directory and returns the release. A dead owner's lock is taken over.
 * @throws DataDirectoryInUse while another owner lives (this very process included).
 */
export function takeOwnership(home: string): () => void {
  const lock = join(home, LOCK_FILE)
  const mine = join(home, `${LOCK_FILE}.${process.pid}`)
  writeFileSync(mine, JSON.stringify(identify(process.pid)), { mode: 0o600 })
  try {
    while (!linked(mine, lock)) {
      const owner = read(lock)
      if (owner && lives(owner)) throw new DataDirectoryInUse(home, owner.pid)
      removeStale(lock, owner)
    }
  } finally {
    rmSync(mine, { force: true })
  }
  return () => rmSync(lock, { force: true })
}

/** A hard link either makes the lock or fails; there is no moment with a lock without content. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Two newcomers may find the same dead owner: whoever moved away the other's fresh lock puts it back. */
function removeStale(lock: string, stale: ProcessIdentity | undefined): void {
  const aside = `${lock}.stale.${process.pid}`
  try {
    renameSync(lock, aside)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return
    throw error
  }
  const moved = read(aside)
  if (moved && (moved.pid !== stale?.pid || moved.started !== stale.started)) linked(aside, lock)
  rmSync(aside, { force: true })
}

function read(file: string): ProcessIdentity | undefined {
  try {
    // The file is written by takeOwnership alone; anything else in it counts as no owner.
    const value = JSON.parse(readFileSync(file, 'utf8')) as Partial<ProcessIdentity>
    return typeof value.pid === 'number' ? { pid: value.pid, started: value.started } : undefined
  } catch {
    return undefined
  }
}
