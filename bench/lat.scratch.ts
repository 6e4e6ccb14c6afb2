import { openWorld } from './world.ts'
import { range, places, buy } from './shopper.ts'
import { receiveStock } from './manager.ts'
import { readFileSync, writeFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
const world = await openWorld(console.error)
const { skus } = await range(world, 50)
const { warehouse, stores } = await places(world)
for (const p of [warehouse, stores[0]!]) await receiveStock(world, p.id, skus, 90000)
for (let i = 0; i < 150; i++) { await buy(world, [0,1].map(k => ({ sku: skus[(i*7+k) % 50]!, quantity: 1, fulfilment: { kind: 'pickup' as const, locationId: stores[0]!.id } }))) }
await new Promise(r => setTimeout(r, 1500))
const b = Date.now(); console.log('START', new Date().toISOString())
await buy(world, [0,1].map(k => ({ sku: skus[k]!, quantity: 1, fulfilment: { kind: 'pickup' as const, locationId: stores[0]!.id } })))
console.log('END', new Date().toISOString(), Date.now() - b)
const find = (d: string): string[] => readdirSync(d, { withFileTypes: true }).flatMap(e => e.isDirectory() ? find(join(d, e.name)) : e.name === 'postgres.log' ? [join(d, e.name)] : [])
const f = find(world.directory)[0]!
writeFileSync('/tmp/pg.log', readFileSync(f, 'utf8').split('\n').slice(-4000).join('\n'))
await world.close()
