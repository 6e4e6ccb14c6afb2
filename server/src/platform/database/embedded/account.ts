import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** PostgreSQL refuses to run as root, so root lends it one of these; both need an entry in /etc/passwd. */
const ACCOUNTS_FOR_ROOT = ['postgres', 'nobody']

const EXECUTE = 1
const READ_AND_EXECUTE = 5

export type Account = { uid: number; gid: number }

/**
 * The account PostgreSQL must run as, or `undefined` for our own. Data that exists keep their owner, so that a start as root
 * between two starts as an ordinary user changes nothing.
 * @throws when root finds no account to lend.
 */
export function accountFor(dataDirectory: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  if (existsSync(dataDirectory)) {
    const { uid, gid } = statSync(dataDirectory)
    if (uid !== 0) return { uid, gid }
  }
  const entries = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  for (const name of ACCOUNTS_FOR_ROOT) {
    const entry = entries.find((fields) => fields[0] === name)
    // macOS writes the uid of nobody as -2.
    if (entry) return { uid: Number(entry[2]) >>> 0, gid: Number(entry[3]) >>> 0 }
  }
  throw new Error(
    `PostgreSQL does not run as root, and this system has neither of the accounts ${ACCOUNTS_FOR_ROOT.join(', ')}. ` +
      `Start Splot as an ordinary user, or set DATABASE_URL.`,
  )
}

/** True when the account may read `path` and walk through every directory above it, by the plain permission bits. */
export function mayReach(path: string, account: Account): boolean {
  const stat = statSync(path)
  const wanted = stat.isDirectory()
    ? EXECUTE
    : stat.mode & 0o100
      ? READ_AND_EXECUTE
      : READ_AND_EXECUTE - EXECUTE
  const shift = stat.uid === account.uid ? 6 : stat.gid === account.gid ? 3 : 0
  if (((stat.mode >> shift) & wanted) !== wanted) return false
  const parent = dirname(path)
  return parent === path || mayReach(parent, account)
}
