import type { ArtSpec } from '../types.ts'
import { bottoms } from './bottoms.ts'
import { clothPattern } from './cloth.ts'
import { extras } from './extras.ts'
import { kitOf, lightness, tone, type Kit } from './kit.ts'
import { motifs } from './motifs.ts'
import { tops, type Drawing } from './tops.ts'

const garments: Record<string, Drawing> = { ...tops, ...bottoms, ...extras }
/** Most garments hang and have their shadow behind them; these stand, so many pixels below where they are drawn. */
const standing: Record<string, number> = {
  sneakers: 76,
  boots: 92,
  shoes: 88,
  sandals: 72,
  bag: 18,
  backpack: -14,
  hat: 66,
  beanie: 40,
}

/** Walls of the shop's photo corner: warm and cool, all light. */
const walls = ['#efeae2', '#e9ecee', '#f1e9e4', '#e8ebe3', '#efebf0', '#eceae6', '#f2ece0', '#e6edef']
/** For very light articles a deeper wall, so that white does not drown. */
const deepWalls = ['#d9d0c4', '#cfd6d8', '#d8cdc6', '#cdd3c8', '#d3ccd8', '#d6d2ca', '#dbd0bb', '#c8d4d9']
/** Above this lightness an article wants the deeper wall. */
const veryLight = 0.8

/** Every shape that can be drawn. */
export const shapes: readonly string[] = [...Object.keys(garments), ...Object.keys(motifs)]

/**
 * The picture of an article as an SVG document of 600 by 750: no script, no text, no reference outside itself. The
 * same spec draws the same bytes. `colourHex` ('#rrggbb') draws it in another colour.
 */
export function drawArt(art: ArtSpec, { colourHex }: { colourHex?: string } = {}): string {
  const kit = kitOf(art, colourHex ?? art.hex)
  const garment = garments[art.shape]
  const draw = garment ?? motifs[art.shape] ?? motifs['gift']
  if (!draw) throw new Error(`no drawing of ${art.shape}`)
  const pattern = clothPattern(kit, garment ? 1 : 0.8)
  const stands = !garment || art.shape in standing
  const down = garment ? (standing[art.shape] ?? 0) : 0
  const small = art.details.includes('small')
  const place = small
    ? `translate(54 ${stands ? 150 + down * 0.6 : 84})scale(.82 .78)`
    : `translate(0 ${down})`
  const turn = stands ? 0 : (kit.chance() - 0.5) * 1.6
  const drawing = `<g transform="${place}">${draw(kit)}</g>`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 750"><defs>${paints(kit)}${pattern}</defs>${backdrop(kit, stands)}<g filter="url(#d${kit.id})" transform="rotate(${turn.toFixed(2)} 300 375)">${drawing}</g></svg>`
  return svg.replaceAll(/(\d\.\d\d)\d+/g, '$1')
}

const stop = (at: number, colour: string, opacity: number) =>
  `<stop offset="${at}" stop-color="${colour}" stop-opacity="${opacity}"/>`

/** Motifs that give light get the paint of a glow. */
const glowing = new Set(['candle', 'candlestick', 'tlight', 'lantern', 'lamp', 'lights'])

function paints({ id, hex, spec }: Kit): string {
  const dark = lightness(hex) < 0.25
  const glow = glowing.has(spec.shape)
    ? `<radialGradient id="g${id}">${stop(0, '#ffe9b0', 0.85)}${stop(0.45, '#ffd98a', 0.35)}${stop(1, '#ffd98a', 0)}</radialGradient>`
    : ''
  return (
    glow +
    `<linearGradient id="s${id}">${stop(0, '#000', 0.2)}${stop(0.16, '#000', 0.05)}${stop(0.36, '#fff', dark ? 0.12 : 0.2)}${stop(0.58, '#fff', 0)}${stop(0.84, '#000', 0.07)}${stop(1, '#000', 0.22)}</linearGradient>` +
    `<filter id="b${id}"><feGaussianBlur stdDeviation="5"/></filter>` +
    `<filter id="d${id}"><feDropShadow dx="6" dy="14" stdDeviation="13" flood-color="#2a2018" flood-opacity=".26"/></filter>`
  )
}

function backdrop(kit: Kit, stands: boolean): string {
  const choices = lightness(kit.hex) > veryLight ? deepWalls : walls
  const wall = choices[kit.spec.seed % choices.length] ?? '#eeeeee'
  const id = kit.id
  const floor = stands
    ? `<path d="M0 540H600V750H0Z" fill="url(#f${id})"/><ellipse cx="300" cy="618" rx="216" ry="26" fill="#2a2018" fill-opacity=".13" filter="url(#b${id})"/>`
    : ''
  return (
    `<radialGradient id="w${id}" cx=".42" cy=".32" r=".9"><stop stop-color="${tone(wall, 0.6)}"/><stop offset="1" stop-color="${tone(wall, -0.07)}"/></radialGradient>` +
    `<linearGradient id="f${id}" x2="0" y2="1"><stop stop-color="${tone(wall, -0.12)}"/><stop offset="1" stop-color="${tone(wall, 0.1)}"/></linearGradient>` +
    `<path d="M0 0H600V750H0Z" fill="url(#w${id})"/>${floor}`
  )
}
