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
  type Segment,
} from './kit.ts'

export type Drawing = (kit: Kit) => string

/** Measures of an upper garment in pixels of the picture; halves count from the middle. */
type Torso = {
  neck: number
  /** How deep the neckline falls at the front. */
  dip: number
  shoulder: number
  chest: number
  waist: number
  hem: number
  length: number
  sleeve: 'none' | 'short' | 'long' | 'full'
  cuff: boolean
}

const plain: Torso = {
  neck: 52,
  dip: 34,
  shoulder: 128,
  chest: 118,
  waist: 114,
  hem: 120,
  length: 600,
  sleeve: 'short',
  cuff: false,
}
const top = 150

function torsoPath(t: Torso): string {
  const side: Segment[] = [
    [300 + t.neck * 0.7, top + t.dip, 300 + t.neck, top],
    [300 + t.shoulder - 14, top + 24],
    [300 + t.chest - 14, top + 80, 300 + t.chest, top + 140],
    [300 + t.waist, 380, 300 + t.waist, 440, 300 + t.hem, t.length],
    [300 + t.hem / 2, t.length + 14, 300, t.length + 14],
  ]
  return mirrored([300, top + t.dip], side)
}

function sleeves(kit: Kit, t: Torso): string {
  const x = 300 + t.shoulder - 5
  const arm = 300 + t.chest
  if (t.sleeve === 'none') return ''
  if (t.sleeve === 'short') {
    const d = `M${x - 40} 162Q${x + 34} 180 ${x + 78} 296Q${x + 50} 318 ${x + 12} 326Q${arm - 6} 292 ${arm - 14} 250Z`
    return bothSides(
      piece(kit, d) +
        stitch(kit, `M${x + 73} 284Q${x + 46} 304 ${x + 10} 313`) +
        folds(kit, [`M${x + 12} 262Q${x + 26} 284 ${x + 24} 304`]),
    )
  }
  const full = t.sleeve === 'full' ? 26 : 0
  const end = Math.min(t.length - 30, 560)
  const d = `M${x - 40} 162Q${x + 36} 184 ${x + 48 + full} 330Q${x + 66 + full} 450 ${x + 62} ${end}L${x + 14} ${end + 8}Q${x + 8 - full / 2} 430 ${arm - 16} 268Z`
  const cuff = t.cuff
    ? piece(
        kit,
        `M${x + 10} ${end}L${x + 63} ${end - 8}L${x + 62} ${end + 26}L${x + 14} ${end + 34}Z`,
        kit.spec.pattern === 'plain' || kit.spec.pattern === 'knit' ? tone(kit.hex, -0.07) : kit.hex,
      )
    : stitch(kit, `M${x + 13} ${end - 6}L${x + 62} ${end - 14}`)
  const creases = folds(kit, [
    `M${x + 20} 300Q${x + 44} 320 ${x + 40} 350`,
    `M${x + 24} 400Q${x + 44} 420 ${x + 48} 450`,
  ])
  return bothSides(piece(kit, d) + creases + cuff)
}

/** The inside of the back, seen through the neckline. */
function inside(kit: Kit, t: Torso): string {
  return `<path d="M${300 - t.neck} ${top}Q300 ${top + 22} ${300 + t.neck} ${top}Q${300 + t.neck * 0.7} ${top + t.dip} 300 ${top + t.dip}T${300 - t.neck} ${top}Z" fill="${tone(kit.hex, -0.38)}"/><path d="M${300 - t.neck} ${top}Q300 ${top + 22} ${300 + t.neck} ${top}l-4-7Q300 ${top + 12} ${304 - t.neck} ${top - 7}Z" fill="${tone(kit.hex, -0.14)}"/><rect x="288" y="${top + 13}" width="24" height="12" rx="2" fill="#f6f1e7" fill-opacity=".9"/>`
}

function drape(kit: Kit, t: Torso): string {
  const c = () => Math.round(kit.chance() * 26)
  const low = t.length
  return folds(kit, [
    `M${212 + c()} ${low - 20}Q${216 + c()} ${low - 130} ${232 + c()} ${low - 190 - c()}`,
    `M${372 - c()} ${low - 12}Q${366 - c()} ${low - 110} ${352 - c()} ${low - 160 - c()}`,
    `M${300 - t.chest + 12} 300Q${236 + c()} 326 ${256 + c()} 372`,
    `M${300 + t.chest - 12} 300Q${366 - c()} 330 ${346 - c()} 366`,
  ])
}

function torso(kit: Kit, t: Torso): string {
  return sleeves(kit, t) + piece(kit, torsoPath(t)) + drape(kit, t)
}

function ribNeck(kit: Kit, t: Torso, width = 13): string {
  const d = `M${300 - t.neck} ${top}Q${300 - t.neck * 0.7} ${top + t.dip} 300 ${top + t.dip}Q${300 + t.neck * 0.7} ${top + t.dip} ${300 + t.neck} ${top}`
  return `<path d="${d}" fill="none" stroke="${tone(kit.hex, -0.1)}" stroke-width="${width}"/><path d="${d}" fill="none" stroke="${edge(kit.hex)}" stroke-width="${width}" stroke-dasharray="1.500 5" stroke-opacity=".3"/>`.replace(
    '.500',
    '.5',
  )
}

function vNeck(kit: Kit): string {
  return `<path d="M244 150L300 252L356 150Q300 176 244 150Z" fill="${tone(kit.hex, -0.38)}"/><path d="M244 148L300 254L356 148" fill="none" stroke="${tone(kit.hex, -0.1)}" stroke-width="12" stroke-linejoin="round"/>`
}

function rollNeck(kit: Kit): string {
  return (
    piece(
      kit,
      'M246 158Q240 118 250 100Q300 88 350 100Q360 118 354 158Q300 186 246 158Z',
      tone(kit.hex, -0.04),
    ) +
    line(kit, 'M247 130Q300 148 353 130', 2) +
    folds(kit, ['M258 142Q300 158 342 142'])
  )
}

function ribHem(kit: Kit, t: Torso, height = 30): string {
  const y = t.length
  const d = `M${300 - t.hem} ${y - height}Q300 ${y - height + 16} ${300 + t.hem} ${y - height}L${296 + t.hem} ${y + 4}Q300 ${y + 20} ${304 - t.hem} ${y + 4}Z`
  return (
    piece(kit, d, tone(kit.hex, -0.07)) +
    `<path d="M${302 - t.hem} ${y - height / 2 + 4}Q300 ${y - height / 2 + 20} ${298 + t.hem} ${y - height / 2 + 4}" fill="none" stroke="${edge(kit.hex)}" stroke-width="${height - 4}" stroke-dasharray="1.5 6" stroke-opacity=".28"/>`
  )
}

function shirtCollar(kit: Kit): string {
  const paint = kit.cloth
  return (
    `<path d="M250 142Q300 122 350 142L342 168L300 196L258 168Z" fill="${tone(kit.hex, -0.3)}"/>` +
    bothSides(
      piece(kit, 'M300 192L334 236L368 168Q362 148 350 136Q346 162 300 192Z', paint) +
        stitch(kit, 'M306 192L334 226L360 168'),
    )
  )
}

function placket(kit: Kit, to: number, count = 6): string {
  return line(kit, `M287 196V${to}M313 196V${to}`, 1.6) + buttons(kit, 300, 226, to - 46, count)
}

function zip(from: number, to: number): string {
  return `<path d="M300 ${from}V${to}" stroke="#6d6f75" stroke-width="7"/><path d="M300 ${from}V${to}" stroke="#d9dbdf" stroke-width="4" stroke-dasharray="2 3"/><rect x="295" y="${from + 6}" width="10" height="24" rx="4" fill="#c7c9cf" stroke="#6d6f75"/>`
}

function tee(kit: Kit): string {
  const t: Torso = {
    ...plain,
    sleeve: kit.has('long-sleeve') ? 'long' : 'short',
    cuff: kit.has('long-sleeve') && kit.spec.seed % 2 === 0,
  }
  const neck = kit.has('v-neck') ? vNeck(kit) : inside(kit, t) + ribNeck(kit, t)
  const henley = kit.has('henley')
    ? line(kit, 'M288 186V270H312V186', 1.6) + buttons(kit, 300, 206, 258, 3, 4)
    : ''
  const pocket =
    kit.spec.seed % 3 === 0 && kit.spec.pattern === 'plain'
      ? line(kit, 'M340 268h50v44l-25 14-25-14z', 1.8) + stitch(kit, 'M342 276h46')
      : ''
  return torso(kit, t) + stitch(kit, 'M181 594Q300 612 419 594') + neck + henley + pocket
}

function strapTop(kit: Kit): string {
  const d = mirrored(
    [300, 236],
    [
      [352, 236, 376, 200],
      [382, 132],
      [396, 132],
      [396, 210, 414, 280],
      [402, 380, 404, 430, 424, 580],
      [360, 606, 300, 600],
    ],
  )
  return (
    `<path d="M206 140Q300 250 394 140L386 220Q300 260 214 220Z" fill="${tone(kit.hex, -0.35)}"/>` +
    piece(kit, d) +
    drape(kit, { ...plain, length: 580 }) +
    stitch(kit, 'M226 206Q250 246 300 246Q350 246 374 206M180 566Q300 600 420 566')
  )
}

function polo(kit: Kit): string {
  return (
    torso(kit, { ...plain, cuff: true }) +
    shirtCollar(kit) +
    line(kit, 'M286 200V300H314V200', 1.8) +
    buttons(kit, 300, 226, 284, 3) +
    stitch(kit, 'M181 594Q300 612 419 594')
  )
}

function shirt(kit: Kit): string {
  const t: Torso = { ...plain, length: 610, sleeve: 'long', cuff: true, hem: 122 }
  const collar = kit.has('band')
    ? piece(kit, 'M250 152Q252 134 258 130Q300 146 342 130Q348 134 350 152Q300 196 250 152Z')
    : shirtCollar(kit)
  const pocket = kit.has('pocket')
    ? line(kit, 'M336 272h58v54l-29 16-29-16z', 1.8) + stitch(kit, 'M336 284h58')
    : ''
  return (
    torso(kit, t) +
    placket(kit, 616) +
    collar +
    pocket +
    line(kit, 'M188 204Q240 224 280 214M412 204Q360 224 320 214', 1.6)
  )
}

function blouse(kit: Kit): string {
  const t: Torso = {
    ...plain,
    neck: 48,
    dip: 46,
    length: 570,
    sleeve: 'full',
    cuff: true,
    waist: 104,
    hem: 124,
  }
  const gathers = folds(kit, [
    'M206 190Q216 214 214 240',
    'M394 190Q384 214 386 240',
    'M270 210Q266 260 272 300',
    'M330 210Q334 260 328 300',
  ])
  const bow = kit.has('bow')
    ? piece(kit, 'M294 206L258 330L286 340L304 214ZM306 206L346 316L320 330L298 214Z', kit.hex) +
      piece(kit, 'M300 196Q228 150 224 204Q230 250 300 206Q370 250 376 204Q372 150 300 196Z', kit.hex) +
      `<circle cx="300" cy="202" r="11" fill="${tone(kit.hex, -0.12)}"/>`
    : line(kit, 'M300 198V560', 1.6) + buttons(kit, 306, 230, 530, 7, 4)
  return torso(kit, t) + inside(kit, t) + ribNeck(kit, t, 8) + gathers + bow
}

function sweater(kit: Kit): string {
  const t: Torso = {
    ...plain,
    chest: 126,
    waist: 124,
    hem: 118,
    length: 580,
    sleeve: 'long',
    cuff: true,
    shoulder: 134,
  }
  const neck = kit.has('v-neck')
    ? vNeck(kit)
    : kit.has('roll-neck')
      ? rollNeck(kit)
      : inside(kit, t) + ribNeck(kit, t, 20)
  return torso(kit, t) + ribHem(kit, t) + neck
}

function cardigan(kit: Kit): string {
  const t: Torso = { ...plain, chest: 124, waist: 124, hem: 122, length: 600, sleeve: 'long', cuff: true }
  const pockets = bothSides(line(kit, 'M336 470h60v74h-60z', 1.8) + stitch(kit, 'M338 484h56'))
  return (
    torso(kit, t) +
    `<path d="M248 150L300 344L352 150Q300 172 248 150Z" fill="${tone(kit.hex, -0.42)}"/>` +
    `<path d="M246 146L300 350V612M354 146L300 350" fill="none" stroke="${tone(kit.hex, -0.12)}" stroke-width="20" stroke-linejoin="round"/>` +
    line(kit, 'M300 352V612', 1.6) +
    ribHem(kit, t, 26) +
    buttons(kit, 300, 368, 584, 5, 7) +
    pockets
  )
}

function sweatshirt(kit: Kit): string {
  const t: Torso = {
    ...plain,
    chest: 128,
    waist: 126,
    hem: 118,
    length: 586,
    sleeve: 'long',
    cuff: true,
    shoulder: 136,
  }
  const neck = kit.has('half-zip')
    ? piece(
        kit,
        'M252 158Q250 120 258 108Q300 122 342 108Q350 120 348 158Q300 190 252 158Z',
        tone(kit.hex, -0.05),
      ) + zip(132, 290)
    : inside(kit, t) + ribNeck(kit, t, 18) + line(kit, 'M284 198L300 226L316 198', 1.6)
  return torso(kit, t) + ribHem(kit, t, 36) + neck
}

function hoodie(kit: Kit): string {
  const t: Torso = {
    ...plain,
    chest: 130,
    waist: 130,
    hem: 122,
    length: 596,
    sleeve: 'long',
    cuff: true,
    shoulder: 136,
  }
  const hood =
    piece(
      kit,
      mirrored(
        [300, 70],
        [
          [372, 70, 386, 140, 372, 188],
          [350, 214, 300, 226],
        ],
      ),
      tone(kit.hex, 0.02),
    ) +
    `<path d="${mirrored(
      [300, 98],
      [
        [350, 100, 352, 150, 340, 184],
        [320, 204, 300, 208],
      ],
    )}" fill="${tone(kit.hex, -0.42)}"/>`
  const cords = `<path d="M276 206Q268 260 274 300M324 206Q332 262 328 292" fill="none" stroke="${tone(kit.hex, 0.45)}" stroke-width="5" stroke-linecap="round"/>`
  const pocket =
    piece(kit, 'M226 450H374L404 540H196Z', kit.spec.pattern === 'plain' ? tone(kit.hex, -0.04) : kit.cloth) +
    stitch(kit, 'M234 456L206 534M366 456L394 534')
  return torso(kit, t) + pocket + ribHem(kit, t, 36) + hood + (kit.has('zip') ? zip(212, 600) : '') + cords
}

function lapels(kit: Kit, depth: number, wide: number): string {
  const shirtFront = `<path d="M252 142L300 ${depth}L348 142Q300 160 252 142Z" fill="${tone(kit.hex, -0.5)}"/>`
  const lapel = `M300 ${depth + 4}L${330 + wide} 236L${352 + wide / 2} 216L366 178Q358 150 348 140Q340 190 300 ${depth - 30}Z`
  return (
    shirtFront + bothSides(piece(kit, lapel, kit.cloth) + line(kit, `M${352 + wide / 2} 216L348 206`, 1.5))
  )
}

function blazer(kit: Kit): string {
  const t: Torso = { ...plain, shoulder: 138, chest: 122, waist: 104, hem: 126, length: 606, sleeve: 'long' }
  const pockets = bothSides(piece(kit, 'M332 452l72 8v24l-72-8z')) + line(kit, 'M346 312l46-8', 5)
  return (
    torso(kit, t) +
    line(kit, 'M300 372Q298 520 284 616', 2) +
    lapels(kit, 372, 34) +
    pockets +
    button(kit, 304, 398, 8) +
    button(kit, 302, 450, 8)
  )
}

function coat(kit: Kit): string {
  const length = kit.has('short') ? 560 : 684
  const t: Torso = {
    ...plain,
    shoulder: 140,
    chest: 126,
    waist: 118,
    hem: kit.has('short') ? 128 : 146,
    length,
    sleeve: 'long',
  }
  const front = kit.has('double')
    ? buttons(kit, 270, 350, length - 150, 3, 9) + buttons(kit, 334, 350, length - 150, 3, 9)
    : kit.has('belt')
      ? ''
      : buttons(kit, 302, 356, length - 160, 4, 8)
  const belt = kit.has('belt') ? beltOf(kit, 404) : ''
  const pockets = bothSides(piece(kit, 'M340 468l66 14v26l-66-14z'))
  return (
    torso(kit, t) +
    line(kit, `M${kit.has('double') ? 250 : 300} 330V${length + 6}`, 2) +
    lapels(kit, 330, 48) +
    pockets +
    front +
    belt
  )
}

function beltOf(kit: Kit, y: number): string {
  return (
    piece(
      kit,
      `M182 ${y}Q300 ${y + 18} 418 ${y}V${y + 34}Q300 ${y + 52} 182 ${y + 34}Z`,
      tone(kit.hex, -0.06),
    ) +
    piece(kit, `M296 ${y + 44}L330 ${y + 170}L356 ${y + 160}L318 ${y + 40}Z`, tone(kit.hex, -0.06)) +
    `<rect x="278" y="${y + 2}" width="46" height="44" rx="7" fill="none" stroke="#6b4a2f" stroke-width="7"/>`
  )
}

function trench(kit: Kit): string {
  const t: Torso = {
    ...plain,
    shoulder: 140,
    chest: 126,
    waist: 112,
    hem: 156,
    length: 684,
    sleeve: 'long',
    cuff: true,
  }
  const flap = piece(kit, 'M318 186L420 196L396 292Q350 296 318 270Z') + button(kit, 380, 270, 6)
  const epaulettes = bothSides(
    piece(kit, 'M366 152L426 174L420 196L362 172Z', tone(kit.hex, -0.06)) + button(kit, 376, 166, 4),
  )
  return (
    torso(kit, t) +
    line(kit, 'M252 320V690', 2) +
    flap +
    lapels(kit, 310, 44) +
    epaulettes +
    buttons(kit, 272, 350, 590, 4, 8) +
    buttons(kit, 334, 350, 590, 4, 8) +
    beltOf(kit, 412)
  )
}

function parka(kit: Kit): string {
  const t: Torso = {
    ...plain,
    shoulder: 144,
    chest: 138,
    waist: 134,
    hem: 142,
    length: 650,
    sleeve: 'long',
    cuff: true,
  }
  const fur = `<path d="${mirrored(
    [300, 66],
    [
      [388, 62, 408, 150, 378, 206],
      [340, 236, 300, 236],
    ],
  )}" fill="#c9b08c" stroke="#a58a64" stroke-width="12" stroke-dasharray="3 5"/><path d="${mirrored(
    [300, 100],
    [
      [356, 100, 362, 160, 344, 194],
      [324, 212, 300, 212],
    ],
  )}" fill="${tone(kit.hex, -0.45)}"/>`
  const pockets = bothSides(
    piece(kit, 'M330 500h78v88h-78z') +
      piece(kit, 'M326 492h86l-6 30h-74z', tone(kit.hex, -0.06)) +
      button(kit, 369, 512, 4) +
      piece(kit, 'M340 296h58v12h-58z', tone(kit.hex, -0.12)),
  )
  return (
    torso(kit, t) +
    piece(kit, 'M280 226H320V660H280Z', tone(kit.hex, -0.04)) +
    buttons(kit, 300, 260, 630, 6, 5) +
    line(kit, 'M166 420Q300 438 434 420', 3) +
    pockets +
    fur
  )
}

function quilted(kit: Kit): string {
  const length = kit.has('long') ? 680 : 590
  const t: Torso = { ...plain, shoulder: 138, chest: 132, waist: 130, hem: 130, length, sleeve: 'long' }
  const rows = Array.from({ length: Math.floor((length - 250) / 52) }, (_, nth) => 250 + nth * 52)
  const channels = rows.map((y) => `M172 ${y}Q300 ${y + 14} 428 ${y}`)
  const puff = folds(kit, channels) + line(kit, channels.join(''), 2)
  const arms = bothSides(
    line(kit, 'M428 300q30 10 52-4M436 360q30 10 54-4M440 420q30 10 56-4M444 480q26 8 50-4', 2),
  )
  const neck = kit.has('hood')
    ? piece(
        kit,
        mirrored(
          [300, 76],
          [
            [376, 76, 388, 150, 364, 198],
            [334, 222, 300, 222],
          ],
        ),
      ) +
      `<path d="${mirrored(
        [300, 106],
        [
          [348, 106, 352, 160, 338, 186],
          [320, 202, 300, 202],
        ],
      )}" fill="${tone(kit.hex, -0.45)}"/>`
    : piece(kit, 'M250 162Q246 122 258 110Q300 124 342 110Q354 122 350 162Q300 190 250 162Z')
  return (
    torso(kit, t) +
    puff +
    arms +
    neck +
    zip(kit.has('hood') ? 222 : 150, length + 6) +
    bothSides(line(kit, 'M352 470L386 540', 4))
  )
}

function bomber(kit: Kit): string {
  const t: Torso = {
    ...plain,
    shoulder: 140,
    chest: 134,
    waist: 134,
    hem: 112,
    length: 566,
    sleeve: 'full',
    cuff: true,
  }
  return (
    torso(kit, t) +
    ribHem(kit, t, 42) +
    inside(kit, t) +
    ribNeck(kit, t, 24) +
    zip(190, 570) +
    bothSides(line(kit, 'M350 420L384 480', 5))
  )
}

function robe(kit: Kit): string {
  const t: Torso = {
    ...plain,
    shoulder: 142,
    chest: 134,
    waist: 126,
    hem: 150,
    length: 690,
    sleeve: 'long',
    cuff: true,
  }
  const waffle = `<g stroke="${edge(kit.hex)}" stroke-opacity=".12">${Array.from({ length: 22 }, (_, n) => `<path d="M172 ${230 + n * 20}H428"/>`).join('')}</g>`
  return (
    torso(kit, t) +
    inside(kit, t) +
    waffle +
    `<path d="M250 142L318 400L300 430L232 180ZM350 142L300 330L318 400L368 180Z" fill="${tone(kit.hex, -0.1)}" stroke="${edge(kit.hex)}" stroke-opacity=".4"/>` +
    line(kit, 'M310 410L304 696', 2) +
    beltOf(kit, 404).replace(/<rect[^>]*>/, '') +
    bothSides(line(kit, 'M340 500h66v84h-66z', 2))
  )
}

function swimsuit(kit: Kit): string {
  const d = mirrored(
    [300, 250],
    [
      [346, 250, 356, 200],
      [360, 130],
      [378, 130],
      [384, 230, 396, 290],
      [380, 380, 382, 430, 412, 530],
      [350, 560, 330, 660],
      [316, 668, 300, 668],
    ],
  )
  return (
    `<path d="M238 200Q300 330 362 200L352 300H248Z" fill="${tone(kit.hex, -0.4)}"/>` +
    piece(kit, d) +
    folds(kit, ['M216 430Q260 446 290 440', 'M384 430Q340 446 312 440']) +
    stitch(kit, 'M242 206Q254 262 300 262Q346 262 358 206M190 524Q246 560 270 656M410 524Q354 560 330 656')
  )
}

export const tops: Record<string, Drawing> = {
  't-shirt': tee,
  top: strapTop,
  polo,
  shirt,
  blouse,
  sweater,
  cardigan,
  sweatshirt,
  hoodie,
  blazer,
  coat,
  trench,
  parka,
  quilted,
  bomber,
  robe,
  swimsuit,
}
