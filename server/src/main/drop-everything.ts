import pg from 'pg'
import { moduleOrder } from '../graph.ts'

/** Schemas of ours besides the modules'. */
const OWN_SCHEMAS = ['platform', 'jobs', 'staff_auth', 'customer_auth'] as const

/** `--fresh`: drops every schema of Splot, and nothing else that may live in the same database. */
export async function dropEverything(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const schema of [...moduleOrder, ...OWN_SCHEMAS]) {
      await client.query(`drop schema if exists ${client.escapeIdentifier(schema)} cascade`)
    }
  } finally {
    await client.end()
  }
}
