import {
  bothSides,
  button,
  buttons,
  edge,
  folds,
  line,
  mirrored,
  piece,
  stitch,
  tone,
  type Kit,
} from './kit.ts'
import { tops, type Drawing } from './tops.ts'

function dress(kit: Kit): string {
  const slim = kit.has('strap') || (kit.has('long-sleeve') && !kit.has('collar'))
  const flare = slim ? 92 : 168
  const d = mirrored(
    [300, 196],
    [
      [340, 194, 350, 140],
      [kit.has('strap') ? 362 : 400, kit.has('strap') ? 136 : 160],
      [388, 210, 396, 262],
      [366, 320, 374, 352],
      [392, 470, 396, 560, 300 + flare, 680],
      [300 + flare / 2, 704, 300, 704],
    ],
  )
  const arm = kit.has('long-sleeve')
    ? 'M384 152Q436 180 448 320Q456 420 454 500L416 506Q412 380 390 260Z'
    : 'M384 152Q430 176 452 252Q430 276 404 276Q392 250 388 220Z'
  const sleeves = kit.has('strap') ? '' : bothSides(piece(kit, arm))
  const pleats = folds(
    kit,
    [
      'M250 380Q236 520 206 690',
      'M300 390Q300 540 290 698',
      'M350 380Q366 520 392 690',
      'M274 380Q262 560 250 690',
    ].slice(0, slim ? 2 : 4),
  )
  const collar = kit.has('collar')
    ? bothSides(
        piece(
          kit,
          'M300 190L322 226L362 172L350 138Q336 180 300 190Z',
          kit.spec.pattern === 'plain' ? kit.cloth : tone(kit.accent, 0.3),
        ),
      ) +
      buttons(
        kit,
        300,
        230,
        kit.spec.pattern === 'plain' ? 650 : 330,
        kit.spec.pattern === 'plain' ? 9 : 4,
        5,
      )
    : ''
  const neck = `<path d="M250 140Q300 160 350 140Q340 194 300 196Q260 194 250 140Z" fill="${tone(kit.hex, -0.4)}"/>`
  const wrap =
    !kit.has('collar') && kit.spec.pattern === 'floral'
      ? line(kit, 'M348 142Q330 260 236 348M258 160Q276 220 330 300', 2)
      : ''
  const waist = slim
    ? ''
    : piece(kit, 'M226 344Q300 360 374 344L376 368Q300 384 224 368Z', tone(kit.hex, -0.12))
  return (
    sleeves +
    piece(kit, d) +
    pleats +
    neck +
    wrap +
    waist +
    collar +
    stitch(kit, `M${306 - flare} 668Q300 694 ${294 + flare} 668`)
  )
}

function skirt(kit: Kit): string {
  const flare = kit.has('pencil') ? 104 : kit.has('long') ? 190 : 160
  const length = kit.has('long') ? 680 : 610
  const d = mirrored(
    [300, 178],
    [
      [392, 172],
      [428, 320, 300 + flare * 0.9, 480, 300 + flare, length],
      [300 + flare / 2, length + 26, 300, length + 26],
    ],
  )
  const n = kit.has('pleats') ? 9 : kit.has('pencil') ? 2 : 4
  const pleats = Array.from({ length: n }, (_, at) => {
    const share = (at / (n - 1)) * 2 - 1
    return `M${Math.round(300 + share * 74)} 222Q${Math.round(300 + share * 92)} 400 ${Math.round(300 + share * flare * 0.84)} ${length + 8}`
  })
  const denim =
    kit.spec.pattern === 'plain' && !kit.has('pleats') && !kit.has('pencil')
      ? buttons(kit, 300, 240, length - 40, 6, 7) +
        line(kit, `M300 214V${length + 22}`, 2) +
        bothSides(stitch(kit, 'M326 216Q330 262 384 268'))
      : ''
  return (
    piece(kit, d) +
    folds(kit, pleats) +
    (kit.has('pleats') ? line(kit, pleats.join(''), 1.4) : '') +
    denim +
    piece(kit, 'M208 172Q300 188 392 172L396 208Q300 226 204 208Z', tone(kit.hex, -0.08)) +
    stitch(kit, `M${308 - flare} ${length - 8}Q300 ${length + 16} ${292 + flare} ${length - 8}`)
  )
}

type Legs = { knee: number; hem: number; length: number; waist: number; rib: boolean }

function legs(kit: Kit, { knee, hem, length, waist, rib }: Legs): string {
  const half = `M300 140L${300 + waist} 136Q424 240 ${300 + knee + 40} 420L${300 + hem + 42} ${length}Q${300 + 42} ${length + 14} ${326} ${length}L${318} 420L304 300H300Z`
  const right =
    piece(kit, half) +
    folds(kit, [
      'M318 300Q350 306 386 286',
      `M332 430Q352 440 ${296 + knee + 34} 428`,
      `M352 ${length - 70}Q360 ${length - 40} 350 ${length - 12}`,
    ])
  const cuff = rib
    ? piece(
        kit,
        `M324 ${length - 34}Q350 ${length - 22} ${302 + hem + 44} ${length - 34}L${298 + hem + 40} ${length + 8}Q350 ${length + 20} 328 ${length + 8}Z`,
        tone(kit.hex, -0.1),
      )
    : stitch(kit, `M327 ${length - 14}Q350 ${length - 2} ${299 + hem + 42} ${length - 14}`)
  return (
    bothSides(right + cuff) +
    piece(
      kit,
      `M${300 - waist} 136Q300 152 ${300 + waist} 136L${304 + waist} 172Q300 188 ${296 - waist} 172Z`,
      tone(kit.hex, -0.06),
    )
  )
}

function trousers(kit: Kit): string {
  const wide = kit.has('wide')
  const crease = bothSides(line(kit, `M356 190Q372 400 ${wide ? 388 : 362} 680`, 1.5))
  return (
    legs(kit, { knee: wide ? 66 : 48, hem: wide ? 86 : 30, length: 686, waist: 92, rib: false }) +
    crease +
    bothSides(line(kit, 'M348 178L392 250', 2)) +
    line(kit, 'M300 172V290', 2) +
    button(kit, 304, 156, 6)
  )
}

function chinos(kit: Kit): string {
  return (
    legs(kit, { knee: 52, hem: 34, length: 684, waist: 94, rib: false }) +
    bothSides(line(kit, 'M346 178L394 256', 2) + piece(kit, 'M352 138h10v42h-10z', tone(kit.hex, -0.12))) +
    line(kit, 'M300 172V296M300 296Q322 280 322 178', 2) +
    button(kit, 300, 158, 7)
  )
}

const thread = (d: string) =>
  `<path d="${d}" fill="none" stroke="#d2934c" stroke-width="2" stroke-dasharray="6 3"/>`

function jeans(kit: Kit): string {
  const wide = kit.has('wide')
  const fade = `<g filter="${kit.soft}" fill="#fff" fill-opacity=".16"><ellipse cx="362" cy="330" rx="18" ry="86"/><ellipse cx="238" cy="330" rx="18" ry="86"/></g>`
  return (
    legs(kit, {
      knee: wide ? 64 : kit.spec.seed % 3 === 0 ? 40 : 50,
      hem: wide ? 80 : 32,
      length: 688,
      waist: 94,
      rib: false,
    }) +
    fade +
    bothSides(thread('M334 180Q338 236 402 236M390 180L412 300') + piece(kit, 'M350 134h12v46h-12z')) +
    thread('M326 180V262Q322 288 300 300M207 168Q300 184 393 168') +
    line(kit, 'M300 172V300', 2) +
    button(kit, 300, 158, 8, '#b98a4b') +
    '<g fill="#b98a4b"><circle cx="338" cy="190" r="3"/><circle cx="262" cy="190" r="3"/></g>'
  )
}

function joggers(kit: Kit): string {
  return (
    legs(kit, { knee: 58, hem: 20, length: 676, waist: 96, rib: true }) +
    bothSides(line(kit, 'M396 196L404 286', 3)) +
    `<path d="M292 160Q286 220 290 250M308 160Q316 220 312 242" fill="none" stroke="${tone(kit.hex, 0.5)}" stroke-width="5" stroke-linecap="round"/><path d="M206 156Q300 172 394 156" fill="none" stroke="${edge(kit.hex)}" stroke-width="26" stroke-dasharray="2 7" stroke-opacity=".25"/>`
  )
}

function shorts(kit: Kit): string {
  const half = 'M300 220L398 214Q424 330 450 470Q390 494 326 486L308 380H300Z'
  return (
    bothSides(
      piece(kit, half) +
        folds(kit, ['M320 384Q360 384 396 356', 'M376 470Q372 420 360 400']) +
        stitch(kit, 'M328 472Q390 480 446 458') +
        line(kit, 'M350 256L402 330', 2),
    ) +
    piece(kit, 'M202 214Q300 230 398 214L402 250Q300 266 198 250Z', tone(kit.hex, -0.06)) +
    line(kit, 'M300 250V376', 2) +
    `<path d="M294 240Q284 290 290 312M306 240Q316 286 310 304" fill="none" stroke="${tone(kit.hex, 0.6)}" stroke-width="4.5" stroke-linecap="round"/>`
  )
}

function pyjamas(kit: Kit): string {
  const upper = tops['shirt']?.(kit) ?? ''
  const lower = legs(kit, { knee: 60, hem: 50, length: 684, waist: 96, rib: false })
  return `<g transform="translate(150 96)scale(.8)">${lower}</g><g transform="translate(-36 10)scale(.8)">${upper}</g>`
}

export const bottoms: Record<string, Drawing> = {
  dress,
  skirt,
  trousers,
  chinos,
  jeans,
  joggers,
  shorts,
  pyjamas,
}
