import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bench } from './benches.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const GIVE_UP_MS = 180_000

/** A copy of what is committed, with the installed packages linked in: installed, and never started. */
async function freshCopy(): Promise<string> {
  const parent = await mkdtemp(join(tmpdir(), 'splot-start-'))
  execFileSync('chmod', ['755', parent])
  const copy = join(parent, 'splot')
  execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${root}`, copy])
  execFileSync('cp', ['-al', join(root, 'node_modules'), join(copy, 'node_modules')])
  return copy
}

/** Starts and waits for the line that says it is ready; seconds. */
async function timeStart(copy: string): Promise<{ seconds: number; child: ChildProcess }> {
  const began = performance.now()
  const child = spawn('npm', ['start'], {
    cwd: copy,
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const seconds = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('not ready in three minutes')), GIVE_UP_MS)
    child.once('exit', (code) => reject(new Error(`npm start ended with ${code}`)))
    child.stdout?.on('data', (chunk: Buffer) => {
      if (!chunk.toString().includes('Splot is ready')) return
      clearTimeout(timer)
      resolve((performance.now() - began) / 1000)
    })
  })
  return { seconds, child }
}

/** npm ends at once; Splot, which it started, has ended when nobody holds its output any more. */
async function stop(child: ChildProcess): Promise<void> {
  child.removeAllListeners('exit')
  const ended = once(child, 'close')
  child.kill('SIGTERM')
  await ended
}

async function run(_world: unknown, note: (line: string) => void): Promise<Record<string, number>> {
  const copy = await freshCopy()
  try {
    note('  first start: database, demo, app builds …')
    const first = await timeStart(copy)
    await stop(first.child)
    note('  second start …')
    const second = await timeStart(copy)
    await stop(second.child)
    const lock = JSON.parse(readFileSync(join(root, 'node_modules/.package-lock.json'), 'utf8')) as {
      packages: Record<string, { link?: boolean }>
    }
    const packages = Object.entries(lock.packages).filter(
      ([path, entry]) => path.startsWith('node_modules') && !entry.link,
    )
    const megabytes = Number(
      execFileSync('du', ['-sm', join(root, 'node_modules')])
        .toString()
        .split('\t')[0],
    )
    return { first_s: first.seconds, second_s: second.seconds, packages: packages.length, megabytes }
  } finally {
    await rm(join(copy, '..'), { recursive: true, force: true })
  }
}

export const start: Bench = {
  ownWorld: true,
  reach: {
    first_s: 'under 40',
    second_s: 'under 10',
    packages: 'under 600; Medusa 1115, Vendure 438',
    megabytes: 'under 800',
  },
  run,
}
