import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { Pool } from 'undici'
import { closedLoop } from './load.ts'

const CLIENTS = 64
const SECONDS = 2

/** A "hello" of the same framework in a process of its own: what HTTP allows here, requests a second. */
export async function httpLimit(): Promise<number> {
  const child = fork(fileURLToPath(new URL('./hello.ts', import.meta.url)), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [port] = (await once(child, 'message')) as [number]
  const pool = new Pool(`http://127.0.0.1:${port}`, { connections: CLIENTS })
  const result = await closedLoop({
    clients: CLIENTS,
    seconds: SECONDS,
    warmupSeconds: 1,
    work: async () => {
      const answer = await pool.request({ method: 'GET', path: '/' })
      await answer.body.text()
    },
  })
  await pool.close()
  child.disconnect()
  await once(child, 'exit')
  return result.perSecond
}

/** Durable one-row transactions a second from 16 connections: what the disk and the commit protocol allow here. */
export async function commitLimit(url: string): Promise<number> {
  const connections = 16
  const pool = new pg.Pool({ connectionString: url, max: connections })
  // A connection that is still closing when its database stops is no failure.
  pool.on('error', () => {})
  await pool.query(
    'create table if not exists public.bench_commit (id bigint generated always as identity, at timestamptz)',
  )
  const result = await closedLoop({
    clients: connections,
    seconds: SECONDS,
    warmupSeconds: 1,
    work: async () => {
      await pool.query({ name: 'commit', text: 'insert into public.bench_commit (at) values (now())' })
    },
  })
  await pool.query('drop table public.bench_commit')
  await pool.end()
  return result.perSecond
}
