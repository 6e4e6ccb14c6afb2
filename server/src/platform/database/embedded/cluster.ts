import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import type { Home } from './home.ts'

export const SUPERUSER = 'splot'
const PASSWORD_BYTES = 24

/**
 * Order and case come from PostgreSQL's own C.UTF-8, the same on every system; Polish order is asked for where people read
 * (COLLATE "pl-x-icu"). The system's LC_CTYPE still matters: under plain C, pg_trgm drops every Polish letter.
 */
const LOCALE_FLAGS = [
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
]
const CTYPES: Partial<Record<NodeJS.Platform, string[]>> = {
  linux: ['C.UTF-8', 'en_US.UTF-8', 'C'],
  darwin: ['en_US.UTF-8', 'C'],
}

/** The socket lies in the cluster's directory, which only its owner can enter: whoever can connect there can read the files anyway. */
const HOST_RULES = `local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n`

/**
 * Makes the cluster where there is none yet, and returns its password.
 * @throws when the cluster was made by another major version, or initdb fails.
 */
export function ensureCluster(home: Home, binaries: Binaries, sync: boolean): string {
  if (existsSync(home.cluster)) {
    const version = readFileSync(join(home.cluster, 'PG_VERSION'), 'utf8').trim()
    if (version !== binaries.majorVersion) {
      throw new Error(
        `The database in ${home.directory} was made by PostgreSQL ${version}, these programs are ${binaries.majorVersion}. ` +
          `Dump it with the old version and load it into the new one, or start over with another data directory.`,
      )
    }
    return readFileSync(home.password, 'utf8').trim()
  }
  const password = randomBytes(PASSWORD_BYTES).toString('base64url')
  writeFileSync(home.password, password, { mode: 0o600 })
  // Built aside and renamed, so that a kill in the middle leaves nothing that looks like a cluster.
  const partial = `${home.cluster}.new`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { mode: 0o700 })
  if (home.account) chownSync(partial, home.account.uid, home.account.gid)
  initialise(home, partial, binaries, password, sync)
  writeFileSync(join(partial, 'pg_hba.conf'), HOST_RULES)
  renameSync(partial, home.cluster)
  return password
}

function initialise(
  home: Home,
  directory: string,
  binaries: Binaries,
  password: string,
  sync: boolean,
): void {
  // initdb reads the password as the account it runs as, which cannot read our own copy.
  const passwordFile = join(home.directory, 'password.initdb')
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (home.account) chownSync(passwordFile, home.account.uid, home.account.gid)
  try {
    let failure = ''
    for (const ctype of CTYPES[process.platform] ?? ['C']) {
      const result = spawnSync(
        binaries.initdb,
        [
          `--pgdata=${directory}`,
          `--username=${SUPERUSER}`,
          `--pwfile=${passwordFile}`,
          '--auth=scram-sha-256',
          ...LOCALE_FLAGS,
          `--lc-ctype=${ctype}`,
          ...(sync ? [] : ['--no-sync']),
        ],
        { ...spawnOptions(home.account), stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' },
      )
      if (result.error) throw result.error
      if (result.status === 0) return
      failure = result.stderr
      if (!/locale/.test(failure)) break
    }
    throw new Error(`initdb failed in ${home.directory}:\n${failure}`)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/** Nothing of our environment may steer PostgreSQL (PGPORT, PGOPTIONS, the language), nor may our working directory, which it may not be allowed to enter. */
export function spawnOptions(account: Account | undefined) {
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C' }
  for (const name of ['PATH', 'SystemRoot', 'TEMP', 'TMP'])
    if (process.env[name]) env[name] = process.env[name]
  return { ...account, cwd: '/', env, windowsHide: true }
}

/** Opens the log to one more start; a log that has grown large begins anew. */
export function trimLog(home: Home, maxBytes: number): void {
  if (existsSync(home.log) && readFileSync(home.log).length > maxBytes) rmSync(home.log)
  if (!existsSync(home.log)) writeFileSync(home.log, '')
  chmodSync(home.log, 0o600)
}
