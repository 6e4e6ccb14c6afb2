import type { LocationId, Sku } from '@splot/kernel'
import type { Platform } from '#platform/context'
import type { AvailabilityTail } from '../availability.ts'
import type { AvailabilityChange } from '../events.ts'
import { KIT_CHANGED } from './define-kit.ts'
import { componentsOf, kitsAtHand, kitsChanged, loadKits, wholeKits, type Kit, type Kits } from './kits.ts'

/** What the read model knows of plain rows. */
export interface RowsAtHand {
  available(sku: string, locationId: string, channelId?: string): number
  row(sku: string, locationId: string): Pick<AvailabilityChange, 'byChannel' | 'version'>
  /** Where the SKU has rows. */
  placesOf(sku: string): readonly LocationId[]
}

/** The read model as this part sees it. */
export interface ShowsKits extends RowsAtHand {
  /** As they were when the model was last brought up to them. */
  kits: Kits | undefined
  /** Takes what is newer, and tells those who listen. */
  take(changes: readonly AvailabilityChange[]): void
}

/**
 * Brings the model up to the kits as they are defined, now and after each change of a definition in any process; what becomes of kits when
 * a component changes is `kitsAfter`.
 */
export async function followKits(
  platform: Platform,
  tail: AvailabilityTail,
  model: ShowsKits,
): Promise<void> {
  const follow = async (): Promise<void> => {
    await loadKits(platform)
    const kits = kitsAtHand(platform)
    // Changed again while they were read.
    if (!kits) return follow()
    if (kits === model.kits) return
    const before = model.kits?.bySku ?? new Map<Sku, Kit>()
    model.kits = kits
    model.take([
      ...[...before.keys()].flatMap((sku) => (kits.bySku.has(sku) ? [] : noKit(model, sku))),
      ...[...kits.bySku.values()].flatMap((kit) => [
        ...(before.get(kit.sku)?.version === kit.version ? [] : noKit(model, kit.sku)),
        ...kitEverywhere(model, kit),
      ]),
    ])
  }
  tail.on([KIT_CHANGED], () => {
    kitsChanged()
    follow().catch((error: Error) =>
      platform.log.warn({ err: error }, 'kits could not be read; the known ones go on'),
    )
  })
  await follow()
}

/** A definition outweighs every change of rows before it: versions of rows stay below this. */
const PER_DEFINITION = 2 ** 40

/** What becomes of the kits that have one of these rows as a component: as many whole kits as the scarcest component makes. */
export function kitsAfter(
  rows: RowsAtHand,
  kits: Kits,
  changed: readonly AvailabilityChange[],
): AvailabilityChange[] {
  if (kits.withComponent.size === 0) return []
  const touched = new Map<string, { kit: Kit; locationId: LocationId }>()
  for (const { sku, locationId } of changed)
    for (const kit of kits.withComponent.get(sku) ?? [])
      touched.set(`${kit.sku}\0${locationId}`, { kit, locationId })
  return [...touched.values()].map(({ kit, locationId }) => kitAt(rows, kit, locationId))
}

/** A kit in every place that has one of its components. */
export const kitEverywhere = (rows: RowsAtHand, kit: Kit): AvailabilityChange[] =>
  [...new Set(componentsOf(kit).flatMap(([sku]) => rows.placesOf(sku)))].map((locationId) =>
    kitAt(rows, kit, locationId),
  )

/** A kit that is one no longer, or not the same, where it had been: it is nowhere until somebody says more. */
export const noKit = (rows: RowsAtHand, sku: Sku): AvailabilityChange[] =>
  rows.placesOf(sku).map((locationId) => ({
    sku,
    locationId,
    available: 0,
    // Behind everything its last definition said, and not after what the next one will say.
    version: (Math.floor(rows.row(sku, locationId).version / PER_DEFINITION) + 1) * PER_DEFINITION,
  }))

function kitAt(rows: RowsAtHand, kit: Kit, locationId: LocationId): AvailabilityChange {
  const components = componentsOf(kit).map(([sku]) => sku)
  const channels = new Set(
    components.flatMap((sku) => Object.keys(rows.row(sku, locationId).byChannel ?? {})),
  )
  const seenBy = (channelId?: string) => wholeKits(kit, (sku) => rows.available(sku, locationId, channelId))
  return {
    sku: kit.sku,
    locationId,
    available: seenBy(),
    ...(channels.size > 0 && {
      byChannel: Object.fromEntries([...channels].map((channelId) => [channelId, seenBy(channelId)])),
    }),
    // Each component's version only grows, so their sum does too, in every process alike.
    version:
      kit.version * PER_DEFINITION +
      components.reduce((sum, sku) => sum + rows.row(sku, locationId).version, 0),
  }
}
