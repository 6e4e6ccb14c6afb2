import { Refusal, type Sku } from '@splot/kernel'
import type { ReadContext, WriteContext } from '#platform/context'

/** What VAT goods bear. */
export interface Vat {
  /** The class of goods, which decides their rate in every country and on every day. */
  readonly taxClass: string
  /** What that is at home today, in parts per million; null: not known. */
  readonly ratePpm: number | null
}

/** The VAT of these SKUs as the transaction sees it; those that the catalogue does not know are left out. */
export type VatOfSkus = (ctx: ReadContext, skus: readonly Sku[]) => Promise<ReadonlyMap<Sku, Vat>>

let vatOfSkus: VatOfSkus | undefined

/** Stock knows neither the catalogue nor VAT (see graph.ts); `main` binds this port. Unbound, no kit is refused for its VAT. */
export const bindVat = (port: VatOfSkus): void => {
  vatOfSkus = port
}

interface Parts {
  readonly sku: Sku
  readonly components: readonly { readonly sku: Sku }[]
}

/**
 * A kit is one line with one rate, and each of several goods that are sold together bears its own (directive 2006/112/EC, art. 1(2); every supply is normally
 * distinct: CJEU C-349/96, 29). So all that a kit consists of, and the kit itself, is of one class. Classes are compared, not rates: two of them may
 * bear the same today and part tomorrow.
 * @throws Refusal 422 `inventory.kit_of_two_rates`, 422 `inventory.kit_bears_other_rate`.
 */
export async function refuseTwoRates(ctx: ReadContext, { sku, components }: Parts): Promise<void> {
  if (!vatOfSkus) return
  const vat = await vatOfSkus(ctx, [sku, ...components.map((part) => part.sku)])
  const classes = classesOf(components, vat)
  const own = vat.get(sku)
  if (classes.size > 1) {
    throw new Refusal(
      'unprocessable',
      'inventory.kit_of_two_rates',
      'These parts bear different VAT, and a kit is sold as one line with one rate. Make a bundle promotion of them: it gives the set one price, and each part keeps its own rate.',
      {
        errors: components.flatMap((part, index) =>
          borneBy(vat.get(part.sku), `/components/${index}/sku`, part.sku),
        ),
        facts: { parts: partsOf(components, vat) },
      },
    )
  }
  const [taxClass] = classes
  if (!own || taxClass === undefined || own.taxClass === taxClass) return
  throw new Refusal(
    'unprocessable',
    'inventory.kit_bears_other_rate',
    'This article bears another VAT than the parts that it would consist of. Bring it into the class of its parts, or sell them as a bundle promotion: there each part keeps its own rate.',
    {
      errors: [
        ...borneBy(own, '/sku', sku),
        ...components.flatMap((part, index) =>
          borneBy(vat.get(part.sku), `/components/${index}/sku`, part.sku),
        ),
      ],
      facts: { parts: partsOf([{ sku }, ...components], vat) },
    },
  )
}

/** Kits that one refusal names. */
const MAX_NAMED = 20

/**
 * Refuses what has just been written in this transaction where it takes a kit apart: the class of one of these SKUs is another one now. Until the commit no kit
 * is defined elsewhere, so whoever defines one of them sees the new class.
 * @throws Refusal 409 `inventory.class_splits_kit`, with the kits.
 */
export async function refuseSplitKits(ctx: WriteContext, skus: readonly Sku[]): Promise<void> {
  if (!vatOfSkus || skus.length === 0) return
  await ctx.query('lock table inventory.kit in share mode')
  const kits = await ctx.query<{ sku: Sku; parts: Sku[] }>(
    `select sku, array(select jsonb_object_keys(components) order by 1) as parts
       from inventory.kit where active and (sku = any($1) or components ?| $1::text[]) order by sku`,
    [skus],
  )
  if (kits.length === 0) return
  const vat = await vatOfSkus(ctx, [...new Set(kits.flatMap(({ sku, parts }) => [sku, ...parts]))])
  const split = kits
    .map(({ sku, parts }) => ({ sku, members: [sku, ...parts].map((one) => ({ sku: one })) }))
    .filter(({ members }) => classesOf(members, vat).size > 1)
  if (split.length === 0) return
  throw new Refusal(
    'conflict',
    'inventory.class_splits_kit',
    'With these VAT classes a kit would consist of goods of two rates, and it is sold as one line with one rate. Change the class of the kit and of all its parts in one import, or retire the kit first and make a bundle promotion of it.',
    {
      facts: {
        kits: split.slice(0, MAX_NAMED).map(({ sku, members }) => ({ sku, parts: partsOf(members, vat) })),
      },
    },
  )
}

const classesOf = (
  parts: readonly { readonly sku: Sku }[],
  vat: ReadonlyMap<Sku, Vat>,
): ReadonlySet<string> => new Set(parts.flatMap(({ sku }) => vat.get(sku)?.taxClass ?? []))

const partsOf = (parts: readonly { readonly sku: Sku }[], vat: ReadonlyMap<Sku, Vat>) =>
  parts.flatMap(({ sku }) => {
    const borne = vat.get(sku)
    return borne ? [{ sku, ...borne }] : []
  })

/** Parts per million in one per cent. */
const PPM_PER_CENT = 10_000

function borneBy(vat: Vat | undefined, pointer: string, sku: Sku) {
  if (!vat) return []
  const { taxClass, ratePpm } = vat
  const rate = ratePpm === null ? `class ${taxClass}` : `${ratePpm / PPM_PER_CENT} % (class ${taxClass})`
  return [{ pointer, detail: `${sku} bears ${rate}` }]
}
