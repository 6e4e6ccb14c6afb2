import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { accountFor } from '../src/platform/database/embedded/account.ts'
import { freePort } from './program.ts'

/** Debian and its children keep each major version apart. */
const VERSIONS = '/usr/lib/postgresql'
const SUPERUSER = 'admin'
const READY_MS = 120_000
const LOOK_EVERY_MS = 20

export interface DebianServer {
  readonly name: string
  /** Makes a cluster in an empty directory and starts it; `stop` ends the server and leaves the files. */
  open(directory: string): Promise<{ url: string; stop(): Promise<void> }>
}

/** The PostgreSQL versions that Debian's packages have put on this machine, for tests against servers that are not ours. */
export function debianServers(): DebianServer[] {
  if (!existsSync(VERSIONS)) return []
  return readdirSync(VERSIONS)
    .map((version) => ({ version, bin: join(VERSIONS, version, 'bin') }))
    .filter(({ bin }) => existsSync(join(bin, 'initdb')))
    .map(({ version, bin }) => ({
      name: `Debian's PostgreSQL ${version}`,
      open: (directory) => open(bin, `${directory}-${version}`),
    }))
}

async function open(bin: string, directory: string): Promise<{ url: string; stop(): Promise<void> }> {
  const account = accountFor(directory)
  const as = { ...account, cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' } }
  mkdirSync(directory, { mode: 0o700 })
  if (account) chownSync(directory, account.uid, account.gid)
  const made = spawnSync(
    join(bin, 'initdb'),
    ['-D', directory, '-U', SUPERUSER, '--auth=trust', '--encoding=UTF8', '--no-sync'],
    { ...as, encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`initdb of ${bin} failed:\n${made.stderr}`)
  const port = await freePort()
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${directory}`, 'fsync=off']
  const child = spawn(
    join(bin, 'postgres'),
    ['-D', directory, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...as, stdio: 'ignore' },
  )
  const until = Date.now() + READY_MS
  while (!isReady(directory)) {
    if (child.exitCode !== null || Date.now() > until) throw new Error(`postgres of ${bin} did not start`)
    await sleep(LOOK_EVERY_MS)
  }
  return {
    url: `postgres://${SUPERUSER}@127.0.0.1:${port}/postgres`,
    stop: async () => {
      const ended = once(child, 'exit')
      child.kill('SIGINT')
      await ended
    },
  }
}

/** The eighth line of the pid file is the server's status. */
function isReady(directory: string): boolean {
  const file = join(directory, 'postmaster.pid')
  return existsSync(file) && readFileSync(file, 'utf8').split('\n')[7]?.trim() === 'ready'
}
