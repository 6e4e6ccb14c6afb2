import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Account } from '../src/platform/database/embedded/account.ts'
import { identify, type ProcessIdentity, waitForEnd } from '../src/platform/database/embedded/processes.ts'

/** Splot as people start it, in a session of its own, as in a terminal. */
export interface Program {
  readonly child: ChildProcess
  /** Address of the shop, without a slash at its end. */
  readonly url: string
  /** Everything that it has printed so far. */
  output(): string
}

export interface ProgramOptions {
  readonly cwd?: string
  readonly env: NodeJS.ProcessEnv
  /** Only root can start a program for another account. */
  readonly account?: Account | undefined
}

/** A first start with builds of all apps on a busy machine. */
const READY_MS = 240_000
/** The last thing it says when everything runs. */
const READY = 'Ctrl-C stops everything'
const GONE_MS = 120_000
const LOOK_EVERY_MS = 50

/** Runs a command until it says that Splot is ready. Fails with its output when it ends before that, or takes too long. */
export async function startProgram(command: readonly string[], options: ProgramOptions): Promise<Program> {
  const [name = '', ...args] = command
  const { account, ...rest } = options
  const child = spawn(name, args, { ...rest, ...account, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let output = ''
  await new Promise<void>((resolve, reject) => {
    const failed = (what: string) => {
      clearTimeout(timer)
      reject(new Error(`${command.join(' ')} ${what}:\n${output}`))
    }
    const timer = setTimeout(() => {
      signalAll(child, 'SIGKILL')
      failed(`was not ready after ${READY_MS / 1000} s`)
    }, READY_MS)
    const heard = (chunk: Buffer) => {
      output += chunk.toString()
      if (!output.includes(READY)) return
      clearTimeout(timer)
      resolve()
    }
    child.stdout.on('data', heard)
    child.stderr.on('data', heard)
    child.once('error', (error) => failed(error.message))
    child.once('exit', (code) => failed(`ended with ${code}`))
  })
  child.removeAllListeners('exit')
  return { child, url: /Shop\s+(http:\/\/\S+?)\/?\s/.exec(output)?.[1] ?? '', output: () => output }
}

/** Signals one process and waits for its end; its exit code, `null` when the signal itself ended it. */
export async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
  const ended = once(child, 'exit')
  child.kill(signal)
  const [code] = (await ended) as [number | null]
  return code
}

/** What a terminal does: Ctrl-C (SIGINT) and closing it (SIGHUP) reach every process that it started. */
export function signalAll(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Who belongs to a program now: its whole session, and the database in `postgres`, which has a session of its own. */
export function membersOf(program: Program, postgres: string): ProcessIdentity[] {
  const pids = new Set([program.child.pid ?? 0, postmasterOf(postgres), ...sessionOf(program.child.pid ?? 0)])
  return [...pids].flatMap((pid) => identify(pid) ?? [])
}

/** The pid that PostgreSQL wrote down; it must be there. */
function postmasterOf(postgres: string): number {
  return Number(readFileSync(join(postgres, 'cluster/postmaster.pid'), 'utf8').split('\n')[0])
}

/** Waits until all of them have ended and nobody new is in their session; whoever lives on after a minute, by pid. */
export async function survivors(program: Program, members: readonly ProcessIdentity[]): Promise<number[]> {
  const ended = await Promise.all(members.map((one) => waitForEnd(one, GONE_MS)))
  const living = members.filter((_, at) => !ended[at]).map(({ pid }) => pid)
  return [...new Set([...living, ...sessionOf(program.child.pid ?? 0)])]
}

/** Asks again until the answer is there; `undefined` answers and failures mean "not yet". */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  const until = Date.now() + GONE_MS
  for (;;) {
    const answer = await ask().catch(() => undefined)
    if (answer !== undefined) return answer
    if (Date.now() > until) throw new Error(`${what}: not within ${GONE_MS / 1000} s`)
    await sleep(LOOK_EVERY_MS)
  }
}

/** Our environment as it was before npm and the tests added to it, without the tools of this checkout on the PATH. */
export function outerEnvironment(root: string): NodeJS.ProcessEnv {
  const ours =
    /^(npm_|VITEST|VITE_|SPLOT_)|^(NODE_ENV|TEST|MODE|DEV|PROD|SSR|BASE_URL|DATABASE_URL|INIT_CWD)$/
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)))
  const path = (env['PATH'] ?? '').split(delimiter).filter((place) => !place.startsWith(root))
  return { ...env, PATH: path.join(delimiter), PORT: '0' }
}

/** Below the ports that systems give to whoever asks for any: no connection takes one of these before it is used. */
const LOWEST_PORT = 12_000
const PORTS = 18_000
/** Processes that look at the same time begin far apart. */
let lookedAt = process.pid * 101

/** A TCP port that nobody on this machine uses, and that nobody gets by chance. */
export async function freePort(): Promise<number> {
  for (;;) {
    lookedAt += 1
    const port = LOWEST_PORT + (lookedAt % PORTS)
    const probe = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      probe.once('error', () => resolve(false))
      probe.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (!isFree) continue
    await new Promise((resolve) => probe.close(resolve))
    return port
  }
}

/** Living processes of a session. Only Linux tells; elsewhere the first process stands for all. */
function sessionOf(leader: number): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && identify(pid) && sessionIn(pid) === leader)
}

/** The fourth field behind the program's name in brackets. */
function sessionIn(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[3])
  } catch {
    return undefined
  }
}
