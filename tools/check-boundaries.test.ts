import { expect, test } from 'vitest'
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

test('a module reads its own tables and the platform’s, never a neighbour’s', () => {
  const file = 'server/src/modules/orders/store.ts'
  expect(foreignTablesIn(file, 'select 1 from inventory.stock')).toHaveLength(1)
  expect(foreignTablesIn(file, 'update customers.customer set x = 1')).toHaveLength(1)
  expect(foreignTablesIn(file, 'insert into orders.line select 1 from platform.event')).toEqual([])
})
