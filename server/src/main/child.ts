import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'

export interface Child<Ready> {
  readonly ready: Ready
  readonly process: ChildProcess
  close(): Promise<void>
}

/** How long a child may take to end by itself before it is killed. */
const CLOSE_TIMEOUT_MS = 10_000

/**
 * Starts a program of this folder as a child that ends with its parent, whatever happens to the parent: the child exits when
 * the channel between them closes. Resolves with what the child says once it is ready.
 * @param niceness 0 to 19: how readily it gives way to others; sending mail must never slow a sale down.
 */
export async function startChild<Ready>(file: string, options: unknown, niceness = 0): Promise<Child<Ready>> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), [JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Under `node --watch` a child would speak of its imports on our channel.
    env: { ...process.env, WATCH_REPORT_DEPENDENCIES: '' },
  })
  if (niceness > 0 && child.pid !== undefined) setPriority(child.pid, niceness)
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.on('message', (message) => {
      // The first word that carries it; the program may speak of other things before and after.
      if ('ready' in (message as object)) resolve((message as { ready: Ready }).ready)
    })
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code} before it was ready`)))
    child.once('error', reject)
  })
  return {
    ready,
    process: child,
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      if (child.connected) child.disconnect()
      const timer = setTimeout(() => child.kill('SIGKILL'), CLOSE_TIMEOUT_MS)
      await ended
      clearTimeout(timer)
    },
  }
}
