import { agree, handleOf } from '../grammar.ts'
import { internalGtin } from '../gtin.ts'
import { numberOf } from '../seed.ts'
import type { DemoProduct, DemoVariant, Text } from '../types.ts'
import { accessories } from './accessories.ts'
import { cuts, kidsSay } from './cuts.ts'
import { fabrics } from './fabrics.ts'
import { footwear } from './footwear.ts'
import { kids } from './kids.ts'
import { men } from './men.ts'
import { accentOf, palette, type Colour } from './palette.ts'
import { sizesOf } from './sizes.ts'
import type { Range, Style } from './style.ts'
import { women } from './women.ts'

const gtinPrefix = 21
/** Serial numbers kept for one product, so that a new colour does not renumber its neighbours. */
const serialsPerProduct = 200

const ranges: Range[] = [...women, ...men, ...kids, ...footwear, ...accessories]

/** The apparel, footwear and accessories of the house's own brands. */
export function apparelProducts(): DemoProduct[] {
  return ranges
    .flatMap((range) => range.styles.map((style) => ({ range, style })))
    .map(({ range, style }, index) => productOf(range, style, index))
}

function productOf(range: Range, style: Style, index: number): DemoProduct {
  const [name, nounPl, nounEn, zloty, fabric, colourCodes, saysPl, saysEn, differs = {}] = style
  const cut = cuts[range.cut]
  const gender = differs.gender ?? cut.gender
  const seed = numberOf(name)
  const colours = colourCodes.split(' ').map(colourOf)
  const sizes = sizesOf(range.sizes)
  const names: Text = {
    pl: `${nounPl} ${name}`,
    en: `${name} ${nounEn.charAt(0).toLowerCase()}${nounEn.slice(1)}`,
  }
  const more = [
    choose(range.audience === 'kids' ? kidsSay : cut.says, seed),
    choose(fabrics[fabric].says, seed >>> 8),
  ]
  const text = (language: 'pl' | 'en', says: string) => ({
    name: names[language],
    description: [says, ...more.map((sentence) => sentence[language])].join(' '),
  })
  const season = differs.season ?? range.season
  const pattern = differs.pattern ?? 'plain'
  return {
    handle: handleOf(`${nounPl} ${name}`),
    kind: 'apparel',
    brand: range.brand,
    category: differs.category ?? range.category,
    text: { pl: text('pl', saysPl), en: text('en', saysEn) },
    attributes: {
      audience: differs.audience ?? range.audience,
      material: fabric,
      fit: differs.fit ?? range.fit,
      season,
      pattern,
      colour: [...new Set(colours.map((colour) => colour.family))],
    },
    options: [
      {
        code: 'colour',
        name: { pl: 'Kolor', en: 'Colour' },
        values: colours.map(({ code, pl, en, hex }) => ({ code, label: { pl, en }, hex })),
      },
      ...(sizes.length > 0
        ? [{ code: 'size' as const, name: { pl: 'Rozmiar', en: 'Size' }, values: sizes }]
        : []),
    ],
    variants: variantsOf(
      name,
      colours,
      sizes.map(({ code }) => code),
      zloty * 100,
      index,
    ),
    media: colours.map((colour) => ({
      colour: colour.code,
      alt: {
        pl: `${names.pl}, ${agree(colour.pl, gender)}`,
        en: `${names.en} in ${colour.en.toLowerCase()}`,
      },
      art: {
        shape: cut.shape,
        pattern,
        hex: colour.hex,
        accent: accentOf(colour.code),
        seed: seed ^ numberOf(colour.code),
        details: [...(differs.details?.split(' ') ?? []), ...(range.audience === 'kids' ? ['small'] : [])],
      },
    })),
    taxRate: 'A',
    weightGrams: Math.round(cut.grams * (range.audience === 'kids' ? 0.6 : 1)),
  }
}

function variantsOf(
  name: string,
  colours: Colour[],
  sizes: string[],
  priceMinor: number,
  index: number,
): DemoVariant[] {
  const stem = handleOf(name).toUpperCase().replaceAll('-', '')
  const each = colours.flatMap((colour): { colour: Colour; size?: string }[] =>
    sizes.length === 0 ? [{ colour }] : sizes.map((size) => ({ colour, size })),
  )
  return each.map(({ colour, size }, nth) => {
    return {
      sku: [stem, colour.sku, ...(size ? [size] : [])].join('-'),
      gtin: internalGtin(gtinPrefix, index * serialsPerProduct + nth + 1),
      options: { colour: colour.code, ...(size ? { size } : {}) },
      priceMinor,
      currency: 'PLN' as const,
    }
  })
}

function colourOf(code: string): Colour {
  const colour = palette.get(code)
  if (!colour) throw new Error(`no such colour: ${code}`)
  return colour
}

function choose(pool: readonly Text[], seed: number): Text {
  const chosen = pool[seed % pool.length]
  if (!chosen) throw new Error('an empty pool of sentences')
  return chosen
}
