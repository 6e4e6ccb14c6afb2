import { readFileSync, readdirSync, readlinkSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 10

/** A process as a lock file remembers it. Linux reuses pids soon (in a container, at every start), so the start time goes with it. */
export type ProcessIdentity = { pid: number; started?: string | undefined }

/** The identity of a living process; `undefined` when there is none. A zombie does not live: in a container nobody may ever reap it. */
export function identify(pid: number): ProcessIdentity | undefined {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined
  }
  if (process.platform !== 'linux') return { pid }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in brackets and may hold anything, so fields are counted behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return fields[0] === 'Z' ? undefined : { pid, started: fields[19] }
  } catch {
    return undefined
  }
}

/** True while the very process that was identified lives, not merely one that got its number later. */
export function lives(identity: ProcessIdentity): boolean {
  const now = identify(identity.pid)
  return now !== undefined && (identity.started === undefined || now.started === identity.started)
}

/** True when the process ended within `withinMs`. */
export async function waitForEnd(identity: ProcessIdentity, withinMs: number): Promise<boolean> {
  const deadline = Date.now() + withinMs
  while (lives(identity)) {
    if (Date.now() > deadline) return false
    await sleep(POLL_MS)
  }
  return true
}

/**
 * The pids that work inside a directory; every PostgreSQL process does so in its data directory.
 * `undefined` where the system does not tell (anything but Linux).
 */
export function processesInside(directory: string): number[] | undefined {
  if (process.platform !== 'linux') return undefined
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && worksIn(pid, directory))
}

/** In most containers even root may not look into a process of another account; how it was called stays open to all. */
function worksIn(pid: number, directory: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === directory
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EACCES') return false
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(directory)
  } catch {
    return false
  }
}
