import pg from 'pg'
import type { Query } from '../context/index.ts'

/** Statements that one connection keeps prepared; texts beyond that are sent unnamed. */
const MAX_PREPARED_STATEMENTS = 500

/**
 * A transaction whose process has stopped in the middle of it (a frozen machine) is ended by the database then: while it is open,
 * nobody reads a fact that was told after it began.
 */
const LONGEST_STALL_MS = 30_000

// bigint (int8) as number: every bigint we store is a safe integer by a CHECK or by nature; sums come back as numeric.
pg.types.setTypeParser(20, (text) => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint out of the safe range: ${text}`)
  return value
})
pg.types.setTypeParser(1700, Number)
// A date is a LocalDate: text. The driver's default would turn it into a midnight of the server's zone.
pg.types.setTypeParser(1082, (text) => text)

const statementNames = new Map<string, string>()

const nameOf = (text: string): string | undefined => {
  let name = statementNames.get(text)
  if (name === undefined && statementNames.size < MAX_PREPARED_STATEMENTS) {
    name = `s${statementNames.size}`
    statementNames.set(text, name)
  }
  return name
}

/** Runs one statement, prepared under a name after its first use on that connection. */
const runStatement = async (
  client: pg.ClientBase | pg.Pool,
  text: string,
  values: readonly unknown[] = [],
): Promise<pg.QueryResult> => {
  const name = values.length > 0 ? nameOf(text) : undefined
  return client.query(
    name === undefined ? { text, values: [...values] } : { name, text, values: [...values] },
  )
}

/** The `query` of a context over a client or a pool. */
export const queryOver =
  (client: pg.ClientBase | pg.Pool): Query =>
  async <R>(text: string, values?: readonly unknown[]) =>
    (await runStatement(client, text, values)).rows as R[]

/** A pool of at most `max` connections to `url`; the application name shows in `pg_stat_activity`. */
export const openPool = (url: string, max: number, name: string): pg.Pool =>
  new pg.Pool({
    connectionString: url,
    max,
    application_name: name,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 10_000,
    idle_in_transaction_session_timeout: LONGEST_STALL_MS,
    pipeline: true,
  } as pg.PoolConfig)
