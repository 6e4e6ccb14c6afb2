import { test } from 'vitest'
import { openBrowseWorld } from '../flows/browse-world.ts'
import { loadDemo } from './load-demo.ts'
import { searchProducts } from '#modules/catalogue'
import { writeFileSync } from 'node:fs'
import { promisify } from 'node:util'
import cp from 'node:child_process'
const execFile = promisify(cp.execFile)
test('scratch', async () => {
  const t0 = performance.now()
  const world = await openBrowseWorld(async (platform) => {
    const t = performance.now()
    await loadDemo(platform)
    console.log('load', performance.now() - t)
    console.log(
      await platform.pool
        .query(
          `select (select count(*) from catalogue.product) p, (select count(*) from catalogue.variant) v, (select count(*) from inventory.stock) s, (select count(*) from pricing.price), (select max(length(data::text)) from platform.event) ev`,
        )
        .then((r) => r.rows),
    )
  })
  console.log('open', performance.now() - t0)
  const listing = await world.get('/v1/products?category=odziez&limit=24')
  writeFileSync('/tmp/listing.json', JSON.stringify(listing.body, null, 1))
  const h = (listing.body as any).items[0].handle
  const page = await world.get(`/v1/products/${h}`)
  writeFileSync('/tmp/page.json', JSON.stringify(page.body, null, 1))
  writeFileSync('/tmp/loc.json', JSON.stringify((await world.get('/v1/locations')).body, null, 1))
  writeFileSync('/tmp/cat.json', JSON.stringify((await world.get('/v1/categories')).body, null, 1))
  for (const q of [
    'koszla',
    'zolty',
    'bizuteria',
    'sukienki',
    'sukienka',
    'żółta sukienka',
    'czerwona koszla',
    'butow',
    'sweter',
    'swetry',
    'jensy',
    'kubek',
    'kubki',
    'swiece',
    'xyzzyq',
    'kosz',
    'Sukienkę',
  ]) {
    const s = performance.now()
    const f = await searchProducts(world.platform.read(world.visitor), { q, locale: 'pl' })
    console.log(
      q,
      f.handles.length,
      f.corrected,
      f.handles.slice(0, 4).join(' '),
      (performance.now() - s).toFixed(1),
    )
  }
  await world.app.listen({ port: 0, host: '127.0.0.1' })
  const port = (world.app.server.address() as any).port
  const urls = [
    '/v1/categories',
    '/v1/products?category=odziez&limit=24',
    '/v1/products?limit=24&inStock=true',
    `/v1/products/${h}`,
    '/v1/products/sukienka-koszulowa-koniczyna',
  ]
  for (const url of urls) {
    const c0 = process.cpuUsage()
    const out = execFile('node', ['/tmp/load.mjs', String(port), url, '16', '3'])
    const { stdout } = await out
    const c = process.cpuUsage(c0)
    const r = JSON.parse(stdout)
    console.log(
      url,
      Math.round(r.per_s),
      'server cpu us',
      Math.round((c.user + c.system) / (r.per_s * 3)),
      'client',
      Math.round(r.cpu_us_client),
      (await world.app.inject(url)).body.length,
    )
  }
  await world.close()
}, 120000)
