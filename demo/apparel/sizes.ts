import type { DemoOptionValue } from '../types.ts'

const runs = {
  letters: 'XS S M L XL XXL',
  'men-letters': 'S M L XL XXL 3XL',
  'women-numbers': '34 36 38 40 42 44 46',
  'men-numbers': '46 48 50 52 54 56',
  'women-shoes': '36 37 38 39 40 41',
  'men-shoes': '40 41 42 43 44 45 46',
  'kids-shoes': '26 27 28 29 30 31 32 33 34',
  kids: '98 104 110 116 122 128 134 140',
  baby: '62 68 74 80 86 92',
  socks: '36-38 39-41 42-44 45-47',
  gloves: 'S M L',
  belts: '80 85 90 95 100 105',
  one: '',
} as const

export type SizeRun = keyof typeof runs

/** The sizes of a run from small to large; a one-size article has none. */
export function sizesOf(run: SizeRun): DemoOptionValue[] {
  const list: string = runs[run]
  if (list === '') return []
  const unit = run === 'kids' || run === 'baby' || run === 'belts' ? ' cm' : ''
  return list.split(' ').map((size) => ({ code: size, label: { pl: size + unit, en: size + unit } }))
}
