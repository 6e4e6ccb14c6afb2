import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

/** WCAG 2.2: 4.5 for text (1.4.3), 3 for the edges of controls, focus and charts (1.4.11). */
const TEXT = 4.5
const SHAPE = 3

const css = await readFile(new URL('./tokens.css', import.meta.url), 'utf8')

/** The custom properties of the block that begins with this selector. */
function block(selector: string): Map<string, string> {
  const from = css.indexOf(`${selector} {`)
  if (from < 0) throw new Error(`no block ${selector}`)
  const body = css.slice(from, css.indexOf('}', from))
  return new Map(
    [...body.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map((match) => [match[1] ?? '', (match[2] ?? '').trim()]),
  )
}

const primitives = block('  :root')
const light = new Map([...primitives, ...block("  [data-theme='light']")])
const dark = new Map([...primitives, ...block("  [data-theme='dark']")])
const darkBySystem = block("    :root:not([data-theme='light'], [data-theme='dark'])")

type Rgb = readonly [number, number, number]

function colour(theme: Map<string, string>, name: string): Rgb {
  const value = theme.get(name)
  if (value === undefined) throw new Error(`no token ${name}`)
  const reference = /^var\((--[\w-]+)\)$/.exec(value)
  if (reference?.[1]) return colour(theme, reference[1])
  const parts = /^oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)$/.exec(value)
  if (!parts) throw new Error(`${name} is not an opaque oklch colour: ${value}`)
  return linearRgb(Number(parts[1]), Number(parts[2]), Number(parts[3]))
}

/** OKLCH to linear sRGB, clipped to the gamut of a screen. Matrices: Björn Ottosson, "A perceptual color space", 2020. */
function linearRgb(lightness: number, chroma: number, hue: number): Rgb {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

function clip(part: number): number {
  return Math.min(1, Math.max(0, part))
}

function luminance([red, green, blue]: Rgb): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(theme: Map<string, string>, one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(colour(theme, one)), luminance(colour(theme, other))].sort(
    (a, b) => a - b,
  )
  return (high + 0.05) / (low + 0.05)
}

const surfaces = ['--surface-1', '--surface-2', '--surface-3', '--surface-hover'] as const
const statuses = ['ok', 'info', 'warn', 'late', 'neutral'] as const
const channels = [...css.matchAll(/--channel-\w+/g)].map(([name]) => name)

const textPairs: ReadonlyArray<readonly [string, string]> = [
  ...surfaces.flatMap((surface) => [['--text', surface] as const, ['--text-muted', surface] as const]),
  ...statuses.map((status) => [`--status-${status}`, `--status-${status}-bg`] as const),
  ...statuses.flatMap((status) =>
    surfaces.slice(0, 2).map((surface) => [`--status-${status}`, surface] as const),
  ),
  ['--text', '--surface-pressed'],
  ['--text-inverse', '--surface-inverse'],
  ['--on-accent', '--accent'],
  ['--on-accent', '--accent-hover'],
  ['--on-accent-soft', '--accent-soft'],
  ['--text', '--accent-soft'],
  ['--on-danger', '--danger'],
  ['--on-danger', '--danger-hover'],
]

const shapePairs: ReadonlyArray<readonly [string, string]> = surfaces
  .slice(0, 3)
  .flatMap((surface) => [
    ['--line-strong', surface] as const,
    ['--focus', surface] as const,
    ['--accent', surface] as const,
    ...[...new Set(channels)].map((channel) => [channel, surface] as const),
  ])

for (const [name, theme] of [
  ['light', light],
  ['dark', dark],
] as const) {
  test.each(textPairs)(`${name}: text %s is readable on %s`, (text, surface) => {
    expect(contrast(theme, text, surface)).toBeGreaterThanOrEqual(TEXT)
  })
  test.each(shapePairs)(`${name}: shape %s is visible on %s`, (shape, surface) => {
    expect(contrast(theme, shape, surface)).toBeGreaterThanOrEqual(SHAPE)
  })
}

test('black on white is 21 to 1, so the arithmetic above is the one of WCAG', () => {
  const theme = new Map([
    ['--black', 'oklch(0 0 0)'],
    ['--white', 'oklch(1 0 0)'],
    ['--red', 'oklch(0.627955 0.257683 29.2339)'],
  ])
  expect(contrast(theme, '--black', '--white')).toBeCloseTo(21, 2)
  // sRGB red on white, a published value.
  expect(contrast(theme, '--red', '--white')).toBeCloseTo(4, 1)
})

test('dark chosen by the person and dark chosen by the system are the same dark', () => {
  expect(Object.fromEntries(darkBySystem)).toEqual(Object.fromEntries(block("  [data-theme='dark']")))
})

test('both themes define the same tokens', () => {
  expect([...block("  [data-theme='dark']").keys()]).toEqual([...block("  [data-theme='light']").keys()])
})
