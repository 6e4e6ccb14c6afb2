import { type HoldId, type LocationId, type Sku } from '@splot/kernel'
import { systemActor, type Platform } from '#platform/context'

/** A virtual kit as it is defined now: pieces of each component in one kit. */
export interface Kit {
  readonly sku: Sku
  readonly version: number
  readonly components: Readonly<Record<Sku, number>>
}

/** The virtual kits in this process's memory. */
export interface Kits {
  readonly bySku: ReadonlyMap<Sku, Kit>
  /** The kits that a SKU is part of. */
  readonly withComponent: ReadonlyMap<Sku, readonly Kit[]>
}

interface Model {
  kits: Kits | undefined
  /** What `generation` was when these were read. */
  generation: number
  loading: { readonly kits: Promise<Kits>; readonly generation: number } | undefined
  loadedAt: number
}

const models = new WeakMap<Platform, Model>()
/** Counts the changes that this process made itself; those of others come by the fact. */
let generation = 0
/** Without any news the definitions are read again this often: a process that missed a fact catches up by itself. */
const RELOAD_AFTER_MS = 30_000

/** Called after the commit of a change of definitions in this process. */
export const kitsChanged = (): void => void (generation += 1)

const modelOf = (platform: Platform): Model => {
  let model = models.get(platform)
  if (!model) {
    model = { kits: undefined, generation: -1, loading: undefined, loadedAt: -Infinity }
    models.set(platform, model)
  }
  return model
}

/**
 * The kits that are known, without waiting: what the hot path asks. Undefined before the first reading and right after a change that
 * this process made itself. Old ones are read again beside.
 */
export function kitsAtHand(platform: Platform): Kits | undefined {
  const model = modelOf(platform)
  if (!model.kits || model.generation !== generation) return undefined
  if (!model.loading && performance.now() - model.loadedAt > RELOAD_AFTER_MS) {
    loadKits(platform).catch((error: Error) =>
      platform.log.warn({ err: error }, 'kits could not be read again; the known ones go on'),
    )
  }
  return model.kits
}

/** Reads the definitions anew; calls at the same moment share one reading. */
export function loadKits(platform: Platform): Promise<Kits> {
  const model = modelOf(platform)
  if (model.loading?.generation === generation) return model.loading.kits
  const current = generation
  const loading = {
    generation,
    kits: readKits(platform)
      .then((kits) => {
        // A newer reading must not be overwritten by an older one that took longer.
        if (model.loading === loading)
          Object.assign(model, { kits, generation: current, loadedAt: performance.now() })
        return kits
      })
      .finally(() => {
        if (model.loading === loading) model.loading = undefined
      }),
  }
  model.loading = loading
  return loading.kits
}

async function readKits(platform: Platform): Promise<Kits> {
  const rows = await platform
    .read(systemActor('inventory.kits'))
    .query<Kit & Record<string, unknown>>(
      `select sku, version, components from inventory.kit where active and kind = 'virtual' order by sku`,
    )
  const withComponent = new Map<Sku, Kit[]>()
  for (const kit of rows) {
    for (const sku of componentsOf(kit).map(([component]) => component)) {
      const known = withComponent.get(sku)
      if (known) known.push(kit)
      else withComponent.set(sku, [kit])
    }
  }
  return { bySku: new Map(rows.map((kit) => [kit.sku, kit])), withComponent }
}

/** The components with their pieces per kit, in the order of their SKUs. */
export const componentsOf = ({ components }: Pick<Kit, 'components'>): [Sku, number][] =>
  // The keys of a definition are SKUs.
  (Object.entries(components) as [Sku, number][]).sort(([a], [b]) => (a < b ? -1 : 1))

/** How many whole kits `pieces` of its components make. */
export const wholeKits = (kit: Pick<Kit, 'components'>, pieces: (component: Sku) => number): number =>
  componentsOf(kit).reduce(
    (least, [component, each]) => Math.min(least, Math.floor(Math.max(0, pieces(component)) / each)),
    Number.MAX_SAFE_INTEGER,
  )

/** A kit in a hold: the definition by which it was taken apart, whatever it is now, and how many there were. */
export interface HeldKit extends Kit {
  readonly quantity: number
}

export interface KitHold extends Record<string, unknown> {
  readonly holdId: HoldId
  readonly kits: readonly HeldKit[]
}

/** A key for pieces of one SKU in one place. */
export const rowKey = (sku: string, locationId: string): string => `${sku}\0${locationId}`

export const rowOf = (key: string): { sku: Sku; locationId: LocationId } => {
  const [sku = '', locationId = ''] = key.split('\0')
  // `rowKey` made it of a SKU and a place.
  return { sku: sku as Sku, locationId: locationId as LocationId }
}
