import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { drawGraph, drawnFiles, drawStates, rowsOf, withBlock } from './draw-graph.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(resolve(root, path), 'utf8')

test('the docs show the modules and the states that the code has; `node tools/draw-graph.ts` brings them up to date', () => {
  for (const { now, wanted } of drawnFiles()) expect(now).toBe(wanted)
})

test('every file with a table of states is drawn', () => {
  const files = globSync('server/src/modules/**/states.ts', { cwd: root }).map((path) =>
    path.replaceAll('\\', '/'),
  )
  const drawn = read('tools/draw-graph.ts')
  expect(files.filter((file) => !drawn.includes(`'../${file}'`))).toEqual([])
})

test('a module stands in the row under whose comment it is, the edge on top, and arrows point at what is imported', () => {
  const source = `export const graph = {\n  // ground\n  channels: [],\n  // trade\n  carts: ['channels'],\n}`
  const rows = rowsOf(source, ['channels', 'carts'])
  expect([...rows]).toEqual([
    ['ground', ['channels']],
    ['trade', ['carts']],
  ])
  expect(drawGraph({ channels: [], carts: ['channels'] }, rows).split('\n')).toEqual([
    '```mermaid',
    'flowchart TD',
    '  subgraph trade',
    '    carts',
    '  end',
    '  subgraph ground',
    '    channels',
    '  end',
    '  carts --> channels',
    '```',
  ])
  expect(() => rowsOf(source, ['channels', 'carts', 'loyalty'])).toThrow('loyalty')
})

test('a table of states says where each goes on and what may be done, and has no empty column', () => {
  const states = {
    open: { words: { pl: 'Otwarte', en: 'Open' }, next: ['done'] },
    done: { words: { pl: 'Gotowe', en: 'Done' }, next: [] },
  }
  expect(
    drawStates({ states, verbs: { close: ['open'] } })
      .split('\n')
      .slice(2),
  ).toEqual([
    '| `open` | Otwarte | Open | `done` | `close` |',
    '| `done` | Gotowe | Done | nothing: the end | nothing |',
  ])
  expect(drawStates({ states, verbs: {} })).not.toContain('What may be done')
})

test('only what stands between the markers is replaced, and a lost marker is told', () => {
  const page = 'before\n<!-- drawn: x -->\nold\n<!-- end: x -->\nafter\n'
  expect(withBlock(page, 'x', 'new')).toBe('before\n<!-- drawn: x -->\n\nnew\n\n<!-- end: x -->\nafter\n')
  expect(() => withBlock('no markers', 'x', 'new')).toThrow('markers of "x"')
})

test('every variable of the environment is explained to whoever operates Splot', () => {
  const names = [...read('server/src/platform/config/index.ts').matchAll(/^ {2}([A-Z_]+): Type\./gm)].map(
    ([, name]) => name,
  )
  expect(names.length).toBeGreaterThan(10)
  const operations = read('docs/operations.md')
  expect(names.filter((name) => !operations.includes(`| \`${name}\` |`))).toEqual([])
})

test('links between the docs lead somewhere', () => {
  const broken = globSync('docs/**/*.md', { cwd: root }).flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !existsSync(resolve(root, dirname(page), target)))
      .map((target) => `${page} -> ${target}`),
  )
  expect(broken).toEqual([])
})
