import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newId, type LocationId, type Sku } from '@splot/kernel'
import { openWorldDatabase } from '@splot/server/main/world-database'
import { systemActor, type CommandContext, type Platform } from '@splot/server/platform/context'
import { closing } from '../closing.ts'

const SKUS = 10_000
const PLACES = 100
/** More than any run takes, so that a hot SKU never sells out. */
const PIECES = 1_000_000
/** SKUs whose rows are written at once. */
const CHUNK = 500

export interface LoadedStock {
  readonly url: string
  readonly platform: Platform
  readonly skus: readonly Sku[]
  readonly places: readonly LocationId[]
  readonly command: () => CommandContext
  /** Throws unless what is reserved of every row is what its holds have. */
  prove(): Promise<void>
  close(): Promise<void>
}

/** A durable database of its own with a million rows of stock. Reservations leave on hand alone, so it has no ledger. */
export async function loadedStock(note: (line: string) => void): Promise<LoadedStock> {
  const directory = await mkdtemp(join(tmpdir(), 'splot-stock-'))
  await chmod(directory, 0o755)
  const { url, platform, stop } = await openWorldDatabase(join(directory, 'postgres'))
  const close = closing(async () => {
    await platform.close()
    await stop()
    await rm(directory, { recursive: true, force: true })
  })
  const actor = systemActor('bench')
  const skus = Array.from({ length: SKUS }, (_, index) => `BENCH-${String(index).padStart(6, '0')}` as Sku)
  const places = Array.from({ length: PLACES }, () => newId<'location'>())
  note(`  loading ${SKUS * PLACES} rows of stock …`)
  for (let from = 0; from < SKUS; from += CHUNK) {
    const some = skus.slice(from, from + CHUNK)
    await platform.write(actor, async ({ query }) => {
      await query(
        `insert into inventory.stock (sku, location_id, on_hand, version)
         select sku, place, $3, 1 from unnest($1::text[]) sku, unnest($2::uuid[]) place order by sku, place`,
        [some, places, PIECES],
      )
    })
  }
  await platform.read(actor).query('vacuum analyze inventory.stock')
  await platform.read(actor).query('checkpoint')
  return {
    url,
    platform,
    skus,
    places,
    command: () => platform.command(actor),
    prove: async () => {
      const wrong = await platform.read(actor).query(
        `select s.sku, s.reserved, h.held from inventory.stock s
           left join (select stock_id, sum(outstanding)::int as held from inventory.hold_line group by stock_id) h using (stock_id)
          where s.reserved <> coalesce(h.held, 0) limit 1`,
      )
      if (wrong.length > 0) throw new Error(`a row does not agree with its holds: ${JSON.stringify(wrong)}`)
    },
    close,
  }
}
