import { fabrics } from './apparel/fabrics.ts'
import type { DemoAttribute } from './types.ts'

const labels = (rows: string): DemoAttribute['values'] =>
  rows
    .trim()
    .split('\n')
    .map((row) => {
      const [code = '', pl = '', en = ''] = row.trim().split('|')
      return { code, label: { pl, en } }
    })

/** The words for attribute values; `pieces` holds plain numbers and therefore lists none. */
export const demoAttributes: DemoAttribute[] = [
  {
    code: 'audience',
    name: { pl: 'Dla kogo', en: 'For' },
    values: labels(`
      women|Kobieta|Women
      men|Mężczyzna|Men
      unisex|Unisex|Unisex
      kids|Dziecko|Kids`),
  },
  {
    code: 'colour',
    name: { pl: 'Kolor', en: 'Colour' },
    values: labels(`
      white|Biały|White
      beige|Beżowy|Beige
      brown|Brązowy|Brown
      orange|Pomarańczowy|Orange
      yellow|Żółty|Yellow
      red|Czerwony|Red
      pink|Różowy|Pink
      violet|Fioletowy|Violet
      blue|Niebieski|Blue
      green|Zielony|Green
      grey|Szary|Grey
      black|Czarny|Black`),
  },
  {
    code: 'material',
    name: { pl: 'Materiał', en: 'Material' },
    values: Object.entries(fabrics).map(([code, { label }]) => ({ code, label })),
  },
  {
    code: 'fit',
    name: { pl: 'Krój', en: 'Fit' },
    values: labels(`
      slim|Dopasowany|Slim
      regular|Regularny|Regular
      relaxed|Luźny|Relaxed
      oversize|Oversize|Oversize`),
  },
  {
    code: 'season',
    name: { pl: 'Sezon', en: 'Season' },
    values: labels(`
      all-year|Cały rok|All year
      spring-summer|Wiosna i lato|Spring & summer
      autumn-winter|Jesień i zima|Autumn & winter`),
  },
  {
    code: 'pattern',
    name: { pl: 'Wzór', en: 'Pattern' },
    values: labels(`
      plain|Gładki|Plain
      stripe|W paski|Striped
      pinstripe|W prążki|Pinstripe
      dots|W groszki|Polka dot
      check|W kratę|Checked
      floral|W kwiaty|Floral
      herringbone|W jodełkę|Herringbone
      knit|Warkocze|Cable knit
      hearts|W serca|Hearts
      stars|W gwiazdki|Stars
      zigzag|Żakardowy|Jacquard`),
  },
  { code: 'pieces', name: { pl: 'Sztuk w opakowaniu', en: 'Pieces in the pack' }, values: [] },
]
