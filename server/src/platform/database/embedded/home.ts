import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Account, accountFor, mayReach } from './account.ts'

/** Tried in this order when PostgreSQL cannot reach the chosen directory. The first two outlive a reboot. */
const FALLBACK_PARENTS = ['/var/lib', '/var/tmp', tmpdir()]
const NOTE_FILE = 'WHERE-THE-DATABASE-IS.txt'

/** One embedded database on disk. */
export type Home = {
  /** What the caller asked for; names the database in messages. */
  asked: string
  /** Where it is: `asked`, or a place that PostgreSQL can reach. */
  directory: string
  /** PostgreSQL's own directory (PGDATA), 0700. */
  cluster: string
  log: string
  password: string
  account: Account | undefined
}

/**
 * Finds (and makes) the home of a database. As root, PostgreSQL runs as another account, which cannot walk through a
 * directory closed to others (such as /root); the database then lives under /var/lib, and a note in the asked directory says so.
 */
export function findHome(dataDir: string): Home {
  if (!existsSync(dataDir)) {
    mkdirSync(dataDir, { recursive: true })
    // Others may pass through, not read: what is inside is closed by its own permissions.
    chmodSync(dataDir, 0o755)
  }
  const asked = realpathSync(dataDir)
  const account = accountFor(join(asked, 'cluster'))
  const directory = !account || mayReach(asked, account) ? asked : fallbackFor(asked, account)
  return {
    asked,
    directory,
    cluster: join(directory, 'cluster'),
    log: join(directory, 'postgres.log'),
    password: join(directory, 'password'),
    account,
  }
}

function fallbackFor(asked: string, account: Account): string {
  const parent = FALLBACK_PARENTS.find((place) => existsSync(place) && mayReach(place, account))
  if (!parent)
    throw new Error(`PostgreSQL cannot reach ${asked}: a directory above it is closed to other users.`)
  const directory = join(parent, `splot-${createHash('sha256').update(asked).digest('hex').slice(0, 12)}`)
  mkdirSync(directory, { recursive: true })
  chmodSync(directory, 0o755)
  const reason = `Splot runs as root here, and PostgreSQL, which must not, cannot pass through the directories above this one.`
  writeFileSync(join(asked, NOTE_FILE), `${reason}\nIts database is in ${directory}\n`)
  return directory
}
