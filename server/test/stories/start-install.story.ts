import { spawnSync } from 'node:child_process'
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { outerEnvironment } from '../program.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Everything that npm looks at before it installs. */
const MANIFESTS = ['package.json', 'package-lock.json', '.npmrc', '*/package.json', '*/*/package.json']

interface Manifest {
  workspaces: string[]
  allowScripts?: Record<string, boolean>
}
interface Lock {
  packages: Record<string, { hasInstallScript?: boolean; deprecated?: string }>
}

let directory: string

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'splot-install-'))
  for (const file of globSync(MANIFESTS, { cwd: root, exclude: ['node_modules', '**/node_modules'] })) {
    mkdirSync(dirname(join(directory, file)), { recursive: true })
    copyFileSync(join(root, file), join(directory, file))
  }
})

afterAll(() => rmSync(directory, { recursive: true, force: true }))

/**
 * npm under our own Node, without our settings and with an empty cache. `--offline` and `--dry-run`: what npm would say about
 * scripts, engines and peers stands in the manifests and in the lock file, so neither a registry nor a half minute is needed.
 */
function npm(...args: string[]): { status: number | null; said: string } {
  const home = join(directory, 'home')
  const path = `${dirname(process.execPath)}:${outerEnvironment(root)['PATH']}`
  const env = { ...outerEnvironment(root), PATH: path, HOME: home, npm_config_cache: join(home, 'cache') }
  const { status, stdout, stderr } = spawnSync('npm', args, { cwd: directory, env, encoding: 'utf8' })
  return { status, said: `${stdout}\n${stderr}` }
}

const readManifest = () => JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest
const readLock = () => JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock

test('npm ci and npm install with every default have nothing to warn of', () => {
  for (const command of ['ci', 'install']) {
    const { status, said } = npm(command, '--dry-run', '--offline')
    expect(said).not.toMatch(/npm (warn|error)/)
    expect(said, command).toMatch(/^(added \d+ packages|add \S+)/m)
    expect(status, command).toBe(0)
  }
})

test('an npm that wants install scripts approved would warn if that of PostgreSQL were not', () => {
  const { allowScripts, ...manifest } = readManifest()
  expect(allowScripts).toBeDefined()
  const file = join(directory, 'package.json')
  const before = readFileSync(file)
  try {
    writeFileSync(file, JSON.stringify(manifest))
    const { said } = npm('ci', '--dry-run', '--offline')
    // Older ones know no approval and run every script.
    const asks = npm('approve-scripts', '--help').status === 0
    expect(/npm warn install-scripts/.test(said), `npm ${npm('--version').said}`).toBe(asks)
  } finally {
    writeFileSync(file, before)
  }
})

test('the locked packages fit each other, and none is deprecated', () => {
  const { status, said } = npm('ls', '--all', '--package-lock-only')
  expect(said).not.toMatch(/npm (warn|error)|invalid|UNMET DEPENDENCY|missing/)
  expect(status).toBe(0)
  const deprecated = Object.entries(readLock().packages).filter(([, entry]) => entry.deprecated)
  expect(deprecated).toEqual([])
})
