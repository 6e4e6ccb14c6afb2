import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { findCycle, foreignTablesIn, importsOf, violationsIn } from './check-boundaries.ts'

test('imports, re-exports and dynamic imports are all seen', () => {
  const source = `import a from 'a'\nimport type { B } from './b.ts'\nexport * from "#modules/c"\nconst d = await import('d')\nimport 'e.css'\nimport {\n  f,\n} from 'f'`
  expect(importsOf(source)).toEqual(['a', './b.ts', '#modules/c', 'd', 'e.css', 'f'])
})

test.each([
  ['server/src/platform/http/server.ts', `import { reserve } from '#modules/inventory'`],
  ['server/src/modules/orders/place.ts', `import { reserve } from '#modules/inventory'`],
  ['server/src/modules/orders/place.ts', `import { x } from '../inventory/store.ts'`],
  ['server/src/modules/orders/place.ts', `import { x } from '#flows/checkout'`],
  ['server/src/modules/orders/place.ts', `import { x } from '../../flows/checkout.ts'`],
  ['server/src/modules/orders/place.ts', `const x = await import('#modules/inventory')`],
  ['server/src/modules/orders/place.ts', `export type { X } from '#modules/inventory'`],
  ['server/src/flows/checkout.ts', `import { openDoors } from '#test/doors'`],
  ['apps/shop/src/main.tsx', `import { serve } from '@splot/server'`],
  ['packages/kernel/money.ts', `import { x } from '@splot/rules'`],
  ['apps/shop/src/main.tsx', `import { x } from '../../office/src/x.ts'`],
])('%s may not say %s', (file, source) => {
  expect(violationsIn(file, source)).toHaveLength(1)
})

test.each([
  ['server/src/modules/carts/add.ts', `import { reserve } from '#modules/inventory'`],
  ['server/src/flows/checkout.ts', `import { reserve } from '#modules/inventory'`],
  ['server/src/modules/orders/place.ts', `import { x } from './store.ts'`],
  ['apps/shop/src/main.tsx', `import { Button } from '@splot/ui'`],
])('%s may say %s', (file, source) => {
  expect(violationsIn(file, source)).toEqual([])
})

test('a cycle between modules is found and shown as a path', () => {
  expect(findCycle({ a: ['b'], b: ['c'], c: ['a'] })).toEqual(['a', 'b', 'c', 'a'])
  expect(findCycle({ a: ['b'], b: [] })).toBeUndefined()
})

test.each([
  ['server/src/modules/orders/store.ts', 'select 1 from inventory.stock'],
  ['server/src/modules/orders/store.ts', 'UPDATE customers.customer SET x = 1'],
  ['server/src/modules/orders/store.ts', 'delete from "inventory"."hold" where x = 1'],
  ['server/src/modules/orders/migrations/0001-orders.sql', 'id uuid references customers.customer'],
  ['server/src/modules/orders/migrations/0001-orders.sql', 'perform inventory.decide(x);'],
  ['server/src/flows/checkout.ts', 'select 1 from orders.order'],
  ['server/src/platform/events/emit.ts', 'select 1 from orders.order'],
])('SQL in %s may not say %s', (file, sql) => {
  expect(foreignTablesIn(file, sql)).toHaveLength(1)
})

test.each([
  ['server/src/modules/orders/store.ts', 'insert into orders.line select 1 from platform.event'],
  ['server/src/modules/orders/store.ts', 'const found = catalogue.variant(sku)'],
  ['server/src/modules/orders/place.test.ts', 'select 1 from inventory.stock'],
  ['server/src/flows/checkout.ts', 'select 1 from platform.event'],
])('SQL in %s may say %s', (file, sql) => {
  expect(foreignTablesIn(file, sql)).toEqual([])
})

const projects: string[] = []
afterAll(() => projects.forEach((project) => rmSync(project, { recursive: true })))

/** Runs the program, as `npm run boundaries` does, in a project that consists of our graph and these files. */
function check(files: Readonly<Record<string, string>>): {
  readonly status: number | null
  readonly told: string
} {
  const project = mkdtempSync(join(tmpdir(), 'splot-boundaries-'))
  projects.push(project)
  for (const file of ['tools/check-boundaries.ts', 'server/src/graph.ts']) {
    cpSync(fileURLToPath(new URL(`../${file}`, import.meta.url)), join(project, file))
  }
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }')
  for (const [file, source] of Object.entries(files)) {
    mkdirSync(dirname(join(project, file)), { recursive: true })
    writeFileSync(join(project, file), source)
  }
  const { status, stderr } = spawnSync(process.execPath, [join(project, 'tools/check-boundaries.ts')], {
    encoding: 'utf8',
  })
  return { status, told: stderr.trim() }
}

const INNOCENT = { 'server/src/modules/orders/place.ts': `import { emit } from '#platform/events'` }

test('the program passes a project that keeps to the graph', () => {
  expect(check(INNOCENT)).toEqual({ status: 0, told: '' })
})

test.each<[string, string, string, RegExp]>([
  [
    'a forbidden import',
    'server/src/modules/orders/cheat.ts',
    `import { reserve } from '#modules/inventory'`,
    /cheat\.ts: graph\.ts does not let orders import inventory/,
  ],
  [
    'a relative escape',
    'apps/shop/src/cheat.tsx',
    `import { x } from '../../../server/src/x.ts'`,
    /cheat\.tsx: a relative import leaves its unit/,
  ],
  [
    "another module's table",
    'server/src/modules/orders/cheat.ts',
    'const sql = `select 1 from inventory.stock`',
    /cheat\.ts: SQL reaches into another module/,
  ],
  [
    "another module's table in a migration",
    'server/src/modules/orders/migrations/0009-cheat.sql',
    'create view orders.v as select * from inventory.stock;',
    /0009-cheat\.sql: SQL reaches into another module/,
  ],
  [
    'a module that the graph does not know',
    'server/src/modules/shadow/index.ts',
    'export const x = 1',
    /modules\/shadow: not in graph\.ts/,
  ],
  [
    'a cycle',
    'server/src/graph.ts',
    `export const graph = { orders: ['returns'], returns: ['fulfilment'], fulfilment: ['orders'] }`,
    /graph\.ts: a cycle: orders -> returns -> fulfilment -> orders/,
  ],
])('the program fails on %s', (_what, file, source, complaint) => {
  const { status, told } = check({ ...INNOCENT, [file]: source })
  expect(told).toMatch(complaint)
  expect(told.split('\n')).toHaveLength(1)
  expect(status).toBe(1)
})
