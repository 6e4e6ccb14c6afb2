import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'

const FORWARDED = ['SIGINT', 'SIGTERM', 'SIGHUP']
/** Set by the first signal: the steps that have not begun yet must not begin. */
let interruptedBy

/** The environment of everything we start: the pinned tools come first. */
export function environment(root, extra = {}) {
  const bin = join(root, 'node_modules', '.bin')
  const path = process.env['PATH'] ?? ''
  return {
    ...process.env,
    PATH: path.startsWith(bin + delimiter) ? path : `${bin}${delimiter}${path}`,
    ...extra,
  }
}

/**
 * Runs a program to its end; signals are passed on, and then it is waited for.
 * @returns {Promise<{ code: number, output: string, ms: number }>} output only with `capture`
 */
export function run(command, args, { capture = false, ...options } = {}) {
  const started = performance.now()
  return new Promise((resolve) => {
    const chunks = []
    const stdio = capture ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit']
    const child = spawn(command, args, { stdio, shell: process.platform === 'win32', ...options })
    const stopForwarding = forwardSignals(child)
    const finish = (code) => {
      stopForwarding()
      resolve({ code, output: Buffer.concat(chunks).toString(), ms: performance.now() - started })
    }
    child.stdout?.on('data', (chunk) => chunks.push(chunk))
    child.stderr?.on('data', (chunk) => chunks.push(chunk))
    child.once('error', (error) => {
      chunks.push(Buffer.from(`${error.message}\n`))
      finish(127)
    })
    child.once('close', (code, signal) => finish(code ?? 128 + (signal ? constants.signals[signal] : 0)))
  })
}

/** The exit code that a signal asked for, once there was one. */
export function interruption() {
  return interruptedBy && 128 + constants.signals[interruptedBy]
}

/** Becomes another Node program where the system can do that, so that no process stands between it and its signals. */
export async function become(node, args, env) {
  if (typeof process.execve === 'function' && process.platform !== 'win32')
    process.execve(node, [node, ...args], env)
  const { code } = await run(node, args, { env, stdio: 'inherit', shell: false })
  process.exit(code)
}

function forwardSignals(child) {
  const forward = (signal) => {
    interruptedBy = signal
    // A terminal sends Ctrl-C to the whole group: the child has it already.
    if (signal === 'SIGINT' && process.stdin.isTTY) return
    child.kill(signal)
  }
  for (const signal of FORWARDED) process.on(signal, forward)
  return () => {
    for (const signal of FORWARDED) process.removeListener(signal, forward)
  }
}
