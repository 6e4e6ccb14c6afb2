import { Refusal, type Sku } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'
import { emit } from '#platform/events'
import { kitsChanged } from './kits.ts'
import { refuseTwoRates } from './one-rate.ts'

/** Components of one kit. */
export const MAX_COMPONENTS = 50
/** Pieces of one component in one kit. */
export const MAX_PER_KIT = 999

export const KIT_CHANGED = 'inventory.kit_changed'

export interface KitDefinition extends Record<string, unknown> {
  readonly sku: Sku
  /** virtual: taken apart wherever it is asked for. packed: a SKU with stock of its own, see `assemble`. */
  readonly kind: 'virtual' | 'packed'
  readonly components: readonly { readonly sku: Sku; readonly quantity: number }[]
  readonly version: number
  readonly changedAt: Date
}

/**
 * Says what a kit consists of, from now on: holds that were made before keep the definition by which they were made. A component is
 * never a kit itself, so a kit is one level deep; a SKU that was ever in stock cannot become a virtual kit.
 * @throws Refusal `inventory.bad_kit`, 409 `inventory.kit_of_kits`, 409 `inventory.kit_has_stock`, 422 `inventory.kit_of_two_rates`,
 * 422 `inventory.kit_bears_other_rate`.
 */
export async function defineKit(
  ctx: WriteContext,
  { sku, kind, components }: Pick<KitDefinition, 'sku' | 'kind' | 'components'>,
): Promise<KitDefinition> {
  const skus = components.map((component) => component.sku)
  const isPlain =
    components.length > 0 &&
    components.length <= MAX_COMPONENTS &&
    new Set(skus).size === skus.length &&
    !skus.includes(sku) &&
    components.every(
      ({ quantity }) => Number.isSafeInteger(quantity) && quantity >= 1 && quantity <= MAX_PER_KIT,
    )
  if (!isPlain) {
    throw new Refusal(
      'invalid',
      'inventory.bad_kit',
      `A kit has 1 to ${MAX_COMPONENTS} different components, 1 to ${MAX_PER_KIT} pieces of each, and is not its own.`,
      { errors: [{ pointer: '/components', detail: 'different SKUs, whole pieces' }] },
    )
  }
  // Two definitions at the same moment must not make a kit of kits, and no class may change meanwhile (`refuseSplitKits`).
  await ctx.query('lock table inventory.kit in share row exclusive mode')
  await refuseKitOfKits(ctx, sku, skus)
  if (kind === 'virtual') await refuseStock(ctx, sku)
  await refuseTwoRates(ctx, { sku, components })
  await ctx.query(
    `insert into inventory.kit as k (sku, kind, components, version, active, changed_at, changed_by)
     values ($1, $2, $3, 1, true, $4, $5)
     on conflict (sku) do update set kind = excluded.kind, components = excluded.components, version = k.version + 1, active = true,
                                     changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
    [
      sku,
      kind,
      JSON.stringify(Object.fromEntries(components.map((component) => [component.sku, component.quantity]))),
      ctx.now,
      `${ctx.actor.kind}:${ctx.actor.id}`,
    ],
  )
  tell(ctx, sku)
  const [kit] = await listKits(ctx, { sku, limit: 1 })
  if (!kit) throw new Error('a kit that was defined stands')
  return kit
}

/** From now on nobody gets this kit; what is held of it stays held. Answers whether there was one. */
export async function retireKit(ctx: WriteContext, sku: Sku): Promise<boolean> {
  const retired = await ctx.query(
    `update inventory.kit set active = false, version = version + 1, changed_at = $2, changed_by = $3
      where sku = $1 and active returning sku`,
    [sku, ctx.now, `${ctx.actor.kind}:${ctx.actor.id}`],
  )
  if (retired.length > 0) tell(ctx, sku)
  return retired.length > 0
}

function tell(ctx: WriteContext, sku: Sku): void {
  emit(ctx, { type: KIT_CHANGED, subject: sku, locationId: null, data: { sku } })
  ctx.afterCommit(kitsChanged)
}

async function refuseKitOfKits(ctx: WriteContext, sku: Sku, components: readonly Sku[]): Promise<void> {
  const rows = await ctx.query<{ sku: Sku; component: Sku | null }>(
    `select sku, null as component from inventory.kit where sku = any($2) and active
     union all select sku, $1 from inventory.kit where components ? $1 and active`,
    [sku, components],
  )
  if (rows.length === 0) return
  throw new Refusal(
    'conflict',
    'inventory.kit_of_kits',
    'A component is never a kit itself. Name the pieces that it consists of.',
    {
      errors: rows.map(({ sku: kit, component }) =>
        component
          ? { pointer: '/sku', detail: `${component} is a component of ${kit}` }
          : { pointer: `/components/${components.indexOf(kit)}/sku`, detail: `${kit} is a kit` },
      ),
    },
  )
}

async function refuseStock(ctx: WriteContext, sku: Sku): Promise<void> {
  const rows = await ctx.query('select sku from inventory.stock where sku = $1 limit 1', [sku])
  if (rows.length === 0) return
  throw new Refusal(
    'conflict',
    'inventory.kit_has_stock',
    'This SKU is or was in stock as a piece of its own. Make it a packed kit, or give the kit a SKU of its own.',
    { errors: [{ pointer: '/sku', detail: 'has stock of its own' }] },
  )
}

/** Kits by SKU; `after` is the last one of the page before. */
export const listKits = (
  ctx: ReadContext,
  filter: { readonly sku?: Sku | undefined; readonly after?: string | undefined; readonly limit: number },
): Promise<KitDefinition[]> =>
  ctx.query<KitDefinition>(
    `select sku, kind, version, changed_at as "changedAt",
            (select jsonb_agg(jsonb_build_object('sku', c.key, 'quantity', c.value) order by c.key)
               from jsonb_each(components) c) as components
       from inventory.kit where active and sku > $1 and ($2::text is null or sku = $2) order by sku limit $3`,
    [filter.after ?? '', filter.sku ?? null, filter.limit],
  )
