import { randomBytes } from 'node:crypto'
import { expect, test, vi } from 'vitest'
import { gzipBytes, initialJsBudget, type Chunk, type Visit } from './vite.ts'

const chunk = (name: string, imports: readonly string[] = []): Chunk => ({
  type: 'chunk',
  name,
  fileName: name,
  code: randomBytes(30_000).toString('hex'),
  imports,
  isEntry: name === 'main',
  isDynamicEntry: false,
  facadeModuleId: null,
})

const shared = chunk('shared')
const main = chunk('main', ['shared'])
const page = chunk('page', ['shared', 'main'])
/** Exactly what the first screen takes. */
const BUDGET_BYTES = gzipBytes(main) + gzipBytes(shared)
const bundle = { main, page, shared, 'main.css': { type: 'asset' } as const }

/** What a build with these visits complains of under that budget. */
function complaintsAbout(visits: Visit[]): string[] {
  const told: string[] = []
  const print = vi.spyOn(console, 'log').mockImplementation(() => {})
  const plugin = initialJsBudget(BUDGET_BYTES, () => visits)
  const error = (message: string): never => {
    told.push(message)
    throw new Error(message)
  }
  try {
    plugin.generateBundle.call({ error }, {}, bundle)
  } catch {
    // A build ends with its first complaint.
  } finally {
    print.mockRestore()
  }
  return told
}

test('the budget counts every file of a visit with its imports once, and fails the build over it', () => {
  expect(complaintsAbout([{ name: 'home', loads: [main] }])).toEqual([])
  expect(
    complaintsAbout([
      { name: 'home', loads: [main] },
      { name: 'page', loads: [main, page] },
    ]),
  ).toEqual([expect.stringMatching(/^Over the budget of [0-9.]+ kB: page$/)])
})

test('what opens later is told, and held to no budget', () => {
  expect(complaintsAbout([{ name: 'page', loads: [page], after: [main] }])).toEqual([])
})
