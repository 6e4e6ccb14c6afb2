import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { capitalised, handleOf } from '../grammar.ts'
import { internalGtin } from '../gtin.ts'
import type { DemoProduct, Text } from '../types.ts'
import { contentOf } from './contents.ts'
import { lookOf } from './look.ts'
import { readDescription, type Reading } from './name.ts'
import { closings, saysOfCategory } from './texts.ts'

export type Article = { code: string; pence: number; orders: number; units: number; description: string }

/** One pound of the source in złoty: a stated factor, not an exchange rate. Grosze are `round(pence * factor)`. */
export const zlotyPerPound = 5

const gtinPrefix = 22
const brand = 'Bibelot'
/** A description of a season goes to the season's department, whatever the thing is. */
const seasonal = /\b(CHRISTMAS|XMAS|EASTER|ADVENT|BAUBLES?|REINDEER|SANTA|SNOWFLAKES?|SNOWMAN|NOEL)\b/

/** The articles of the source that passed the filter of data/derive.ts, by code. */
export function readArticles(): Article[] {
  return gunzipSync(readFileSync(new URL('../data/uci_articles.csv.gz', import.meta.url)))
    .toString('utf8')
    .trimEnd()
    .split('\n')
    .map((row) => {
      const [code = '', pence, orders, units, description = ''] = row.split('\t')
      return { code, pence: Number(pence), orders: Number(orders), units: Number(units), description }
    })
}

export function skuOfCode(code: string): string {
  return `UCI-${code}`
}

/** Gross price in grosze of a price of the source in pence. */
export function groszeOf(pence: number): number {
  return Math.round(pence * zlotyPerPound)
}

/** The home and gift range, one product with one variant per article. */
export function homeProducts(articles: Article[]): DemoProduct[] {
  return articles.map(productOf)
}

function productOf(article: Article): DemoProduct {
  const { code, description } = article
  const reading = readDescription(description)
  const category = seasonal.test(description) ? 'swieta' : (reading.noun?.category ?? 'dekoracje')
  const look = lookOf(code, description, reading.noun?.motif ?? 'gift')
  const names: Text = { pl: reading.pl ?? reading.en, en: reading.en }
  const text = describe(reading, category, look.art.seed)
  const netContent = contentOf(description, reading)
  return {
    handle: `${handleOf(names.pl).slice(0, 60)}-${code.toLowerCase()}`,
    kind: 'home',
    brand,
    category,
    text: { pl: { name: names.pl, description: text.pl }, en: { name: names.en, description: text.en } },
    attributes: {
      pattern: look.pattern,
      ...(look.family.length > 0 ? { colour: look.family } : {}),
      ...(reading.count ? { pieces: String(reading.count) } : {}),
    },
    options: [],
    variants: [
      {
        sku: skuOfCode(code),
        gtin: internalGtin(gtinPrefix, serialOf(code)),
        options: {},
        priceMinor: groszeOf(article.pence),
        currency: 'PLN',
        ...(netContent && { netContent }),
      },
    ],
    media: [{ colour: null, alt: names, art: look.art }],
    taxRate: 'A',
  }
}

function describe(reading: Reading, category: string, seed: number): Text {
  const says = saysOfCategory[category] ?? []
  const opening = says[seed % says.length]
  const closing = closings[(seed >>> 9) % closings.length]
  if (!opening || !closing) throw new Error(`nothing is said of ${category}`)
  const sentence = (language: 'pl' | 'en') => {
    // Where the glossary has no Polish name, at least the thing itself is named in Polish, so that it can be found.
    const kind = reading.noun ? `${capitalised(reading.noun.pl)} „${reading.en}”` : reading.en
    const name = language === 'pl' ? (reading.pl ?? kind) : reading.en
    const pieces =
      reading.count && reading.count > 1
        ? language === 'pl'
          ? ` W opakowaniu: ${reading.count} szt.`
          : ` Pack of ${reading.count}.`
        : ''
    const mix = reading.assorted
      ? language === 'pl'
        ? ' Wzór wybieramy losowo.'
        : ' The design is picked at random.'
      : ''
    return `${name}. ${opening[language]}${pieces}${mix} ${closing[language]}`
  }
  return { pl: sentence('pl'), en: sentence('en') }
}

/** A serial number that is the code's own: its five digits, then its letters as digits of base 27. */
function serialOf(code: string): number {
  let serial = Number(code.slice(0, 5))
  for (let at = 5; at < 7; at++) serial = serial * 27 + (at < code.length ? code.charCodeAt(at) - 64 : 0)
  return serial
}
