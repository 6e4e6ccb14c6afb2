import { bothSides, button, edge, folds, line, mirrored, piece, stitch, tone, type Kit } from './kit.ts'
import type { Drawing } from './tops.ts'

const gold = '#c7a35a'
const wood = '#b58a5c'
const glow = (kit: Kit, x: number, y: number, r: number) =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="url(#g${kit.id})"/>`
const flame = (kit: Kit, x: number, y: number) =>
  `${glow(kit, x, y, 54)}<path d="M${x} ${y + 24}q-17-18 0-52q17 34 0 52z" fill="#f7b743"/><path d="M${x} ${y + 22}q-7-9 0-26q7 17 0 26z" fill="#fff3cf"/>`
const ellipse = (x: number, y: number, rx: number, ry: number, fill: string, more = '') =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}" ${more}/>`
const rect = (x: number, y: number, w: number, h: number, r = 0) =>
  `M${x + r} ${y}H${x + w - r}Q${x + w} ${y} ${x + w} ${y + r}V${y + h - r}Q${x + w} ${y + h} ${x + w - r} ${y + h}H${x + r}Q${x} ${y + h} ${x} ${y + h - r}V${y + r}Q${x} ${y} ${x + r} ${y}Z`
const ring = (x: number, y: number, r: number, width: number, paint: string) =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="none" stroke="${paint}" stroke-width="${width}"/>`
const shine = (d: string, width = 10) =>
  `<path d="${d}" fill="none" stroke="#fff" stroke-width="${width}" stroke-linecap="round" stroke-opacity=".4"/>`
const twine = (kit: Kit, to: number) =>
  `<path d="M300 40V${to}" stroke="${tone(kit.accent, -0.2)}" stroke-width="4"/>`
const heartPath =
  'M300 560C110 430 120 250 222 246C270 246 296 284 300 310C304 284 330 246 378 246C480 250 490 430 300 560Z'
const starPath = 'M300 180L352 318L500 326L384 418L424 560L300 478L176 560L216 418L100 326L248 318Z'

function vessel(kit: Kit, top: number, rim: number, foot: number, bottom: number, depth = 26): string {
  const d = `M${300 - rim} ${top}Q${300 - rim + 4} ${bottom - 40} ${300 - foot} ${bottom}Q300 ${bottom + 20} ${300 + foot} ${bottom}Q${296 + rim} ${bottom - 40} ${300 + rim} ${top}Z`
  return (
    piece(kit, d) +
    ellipse(300, top, rim, depth, tone(kit.hex, 0.3)) +
    ellipse(300, top + 3, rim - 10, depth - 6, tone(kit.hex, -0.35))
  )
}

const mug: Drawing = (kit) =>
  `<path d="M410 370Q520 350 512 450Q504 540 400 540" fill="none" stroke="${tone(kit.hex, -0.12)}" stroke-width="30"/><path d="M410 366Q514 348 508 446" fill="none" stroke="#fff" stroke-opacity=".35" stroke-width="6"/>` +
  vessel(kit, 310, 136, 118, 606) +
  ellipse(300, 318, 112, 17, '#6b4428') +
  shine('M196 370V540')
const teacup: Drawing = (kit) =>
  ellipse(300, 590, 226, 36, tone(kit.hex, -0.06)) +
  ellipse(300, 582, 226, 34, kit.cloth) +
  ellipse(300, 584, 120, 16, '#000', 'fill-opacity=".12"') +
  `<path d="M420 430Q520 410 500 480Q480 530 390 530" fill="none" stroke="${gold}" stroke-width="13"/>` +
  piece(kit, 'M160 400Q176 560 300 574Q424 560 440 400Z') +
  ellipse(300, 400, 140, 24, tone(kit.hex, 0.4), `stroke="${gold}" stroke-width="4"`) +
  ellipse(300, 404, 122, 17, '#a4622f')
const teapot: Drawing = (kit) =>
  `<path d="M440 380Q560 360 540 470Q520 550 420 548" fill="none" stroke="${tone(kit.hex, -0.15)}" stroke-width="26"/>` +
  piece(kit, 'M176 520Q110 500 84 380L60 366L112 352Q140 420 190 430Z') +
  piece(
    kit,
    mirrored(
      [300, 340],
      [
        [400, 340, 460, 420, 454, 500],
        [446, 590, 390, 610],
        [340, 620, 300, 620],
      ],
    ),
  ) +
  piece(kit, 'M220 348Q230 306 300 300Q370 306 380 348Q300 370 220 348Z', tone(kit.hex, 0.1)) +
  `<circle cx="300" cy="288" r="19" fill="${kit.accent}"/>` +
  shine('M190 420Q180 500 206 560')
const jug: Drawing = (kit) =>
  `<path d="M410 300Q530 310 500 440Q480 520 400 520" fill="none" stroke="${tone(kit.hex, -0.14)}" stroke-width="26"/>` +
  piece(
    kit,
    'M176 250L140 226Q200 236 300 236T404 242Q392 330 420 420Q440 560 380 612Q300 630 220 612Q160 560 180 420Q206 330 176 250Z',
  ) +
  ellipse(290, 244, 112, 17, tone(kit.hex, -0.35)) +
  shine('M206 420Q196 520 224 580')
const plate: Drawing = (kit) =>
  ring(300, 400, 214, 0, '#000') +
  `<circle cx="300" cy="400" r="220" fill="${kit.cloth}"/><circle cx="300" cy="400" r="220" fill="${kit.shade}"/><circle cx="300" cy="400" r="146" fill="${tone(kit.hex, 0.55)}" fill-opacity=".92"/>` +
  ring(300, 400, 146, 3, edge(kit.hex)) +
  ring(300, 400, 214, 5, kit.accent) +
  shine('M160 330Q200 250 280 226', 12)
const bowl: Drawing = (kit) =>
  ellipse(300, 606, 84, 16, tone(kit.hex, -0.3)) +
  piece(kit, 'M84 400Q96 590 240 606H360Q504 590 516 400Z') +
  ellipse(300, 400, 216, 44, tone(kit.hex, 0.35)) +
  ellipse(300, 406, 196, 34, tone(kit.hex, -0.2)) +
  shine('M120 450Q136 530 190 566')
const jar: Drawing = (kit) =>
  piece(kit, rect(166, 290, 268, 330, 34)) +
  piece(kit, rect(180, 214, 240, 80, 16), wood) +
  `<circle cx="300" cy="200" r="20" fill="${wood}"/>` +
  `<rect x="216" y="400" width="168" height="104" rx="10" fill="#fbf7ee"/><path d="M236 432h128M250 456h100M262 480h76" stroke="${edge(kit.accent)}" stroke-width="4" stroke-opacity=".6"/>` +
  shine('M190 330V560', 12)
const tin: Drawing = (kit) =>
  piece(kit, 'M130 330V590Q300 650 470 590V330Z') +
  ellipse(300, 330, 170, 50, tone(kit.hex, 0.2)) +
  piece(
    kit,
    'M122 300V350Q300 410 478 350V300Z',
    kit.spec.pattern === 'plain' ? kit.accent : tone(kit.hex, -0.1),
  ) +
  ellipse(300, 300, 178, 52, tone(kit.spec.pattern === 'plain' ? kit.accent : kit.hex, 0.18)) +
  ellipse(300, 298, 128, 34, 'none', `stroke="${edge(kit.hex)}" stroke-opacity=".4" stroke-width="3"`) +
  shine('M150 420V570', 9)
const box: Drawing = (kit) =>
  piece(kit, 'M110 360H420V620H110Z') +
  `<path d="M420 360L506 310V560L420 620Z" fill="${tone(kit.hex, -0.3)}"/>` +
  piece(kit, 'M98 316H430V386H98Z', tone(kit.hex, 0.1)) +
  `<path d="M430 316L520 264V330L430 386Z" fill="${tone(kit.hex, -0.22)}"/><path d="M98 316L190 264H520L430 316Z" fill="${tone(kit.hex, 0.28)}"/><rect x="228" y="440" width="86" height="52" rx="5" fill="#fbf7ee" stroke="${gold}" stroke-width="5"/>`
const gift: Drawing = (kit) =>
  box(kit).replace(/<rect x="228".*$/, '') +
  `<g fill="${kit.accent}"><path d="M238 316H290V620H238Z"/><path d="M330 264L384 264L290 316H238Z"/><path d="M300 284Q200 180 190 250Q196 300 300 290Q404 300 420 244Q404 176 300 284Z" stroke="#000" stroke-opacity=".2" stroke-width="2"/></g><circle cx="302" cy="284" r="17" fill="${tone(kit.accent, -0.15)}"/>`
const cabinet: Drawing = (kit) =>
  piece(kit, 'M130 220H470V620H130Z', kit.spec.pattern === 'plain' ? kit.hex : tone(kit.hex, 0.05)) +
  piece(kit, 'M116 196H484V226H116Z', tone(kit.hex, -0.08)) +
  [240, 366, 492]
    .map(
      (y) =>
        piece(kit, rect(150, y, 300, 108, 6), y === 366 ? kit.cloth : tone(kit.hex, 0.08)) +
        `<circle cx="300" cy="${y + 54}" r="13" fill="${gold}" stroke="#000" stroke-opacity=".3"/>`,
    )
    .join('')
const tray: Drawing = (kit) =>
  `<path d="M70 420Q40 420 44 380T90 350M530 420Q560 420 556 380T510 350" fill="none" stroke="${wood}" stroke-width="16"/>` +
  piece(kit, rect(70, 300, 460, 270, 40)) +
  `<path d="${rect(98, 326, 404, 218, 26)}" fill="${tone(kit.hex, 0.25)}" fill-opacity=".35" stroke="${edge(kit.hex)}" stroke-opacity=".5" stroke-width="3"/>` +
  shine('M120 360Q200 336 300 336')
const glass: Drawing = (kit) =>
  `<path d="M190 250L214 612Q300 632 386 612L410 250Z" fill="${kit.hex}" fill-opacity=".4" stroke="${edge(kit.hex)}" stroke-opacity=".5" stroke-width="3"/><path d="M200 400L214 606Q300 626 386 606L400 400Q300 424 200 400Z" fill="${kit.cloth}" fill-opacity=".55"/>` +
  ellipse(
    300,
    250,
    110,
    20,
    '#fff',
    `fill-opacity=".45" stroke="${edge(kit.hex)}" stroke-opacity=".5" stroke-width="3"`,
  ) +
  shine('M222 300L240 570', 14)
const bottle: Drawing = (kit) =>
  piece(
    kit,
    mirrored(
      [300, 180],
      [
        [336, 180],
        [338, 290],
        [346, 330, 408, 340, 408, 400],
        [408, 590],
        [404, 622, 360, 622],
        [300, 626],
      ],
    ),
  ) +
  piece(kit, rect(258, 130, 84, 62, 12), kit.accent) +
  `<rect x="206" y="430" width="188" height="104" rx="8" fill="#fbf7ee" fill-opacity=".9"/><path d="M232 464h136M250 490h100" stroke="${edge(kit.hex)}" stroke-width="4"/>` +
  shine('M214 400V570', 12)
const cutlery: Drawing = (kit) => {
  const handle = (x: number) => piece(kit, rect(x - 17, 400, 34, 210, 16))
  const metal = 'fill="#c9ccd1" stroke="#80848c" stroke-width="1.5"'
  return (
    `<g ${metal}><path d="M164 150V260Q164 300 190 304V406H210V304Q236 300 236 260V150H226V246H206V150H194V246H174V150Z"/><path d="M292 406V170Q340 170 336 300Q334 330 312 334V406Z"/><ellipse cx="420" cy="218" rx="42" ry="66"/><path d="M411 280H429V406H411Z"/></g>` +
    handle(200) +
    handle(302) +
    handle(420) +
    shine('M400 180Q390 210 398 240', 7)
  )
}
const spoon: Drawing = (kit) =>
  `<g transform="rotate(24 300 380)"><path d="${rect(284, 330, 32, 300, 15)}" fill="${wood}"/>` +
  piece(kit, rect(281, 470, 38, 164, 18)) +
  ellipse(300, 230, 70, 108, wood) +
  ellipse(300, 236, 52, 86, tone(wood, -0.2)) +
  '</g>'
const napkins: Drawing = (kit) =>
  `<path d="M150 330L330 236L490 330L310 440Z" fill="#fff" stroke="#000" stroke-opacity=".1"/>` +
  piece(kit, 'M128 310H440V600H128Z', tone(kit.hex, -0.12)) +
  piece(kit, 'M144 296H456V590H144Z', tone(kit.hex, -0.05)) +
  piece(kit, 'M160 280H472V578H160Z') +
  stitch(kit, 'M174 294H458V564H174Z') +
  folds(kit, ['M316 290V570'])
const textile: Drawing = (kit) =>
  piece(kit, 'M140 250H460Q476 250 476 270V590Q476 612 456 612H144Q124 612 124 590V270Q124 250 140 250Z') +
  folds(kit, ['M130 372Q300 384 470 370', 'M130 490Q300 502 470 488']) +
  line(kit, 'M126 366Q300 380 474 366M126 486Q300 498 474 486', 3) +
  stitch(kit, 'M140 264H460M140 598H460')
const apron: Drawing = (kit) =>
  `<path d="M236 210Q240 110 300 108T364 210M150 372Q90 380 70 440M450 372Q510 380 530 440" fill="none" stroke="${kit.accent}" stroke-width="12"/>` +
  piece(kit, 'M230 206H370Q372 330 452 366L466 640Q300 668 134 640L148 366Q228 330 230 206Z') +
  piece(kit, rect(216, 430, 168, 116, 12), kit.accent) +
  stitch(kit, 'M222 444H378M142 626Q300 652 458 626') +
  folds(kit, ['M190 420Q180 530 176 630', 'M414 420Q420 530 424 630'])
const cakecase: Drawing = (kit) =>
  piece(kit, 'M150 410H450L408 612Q300 634 192 612Z') +
  line(
    kit,
    [170, 205, 240, 280, 320, 360, 395, 430].map((x) => `M${x} 412L${300 + (x - 300) * 0.74} 622`).join(''),
    2,
  ) +
  `<path d="M136 416Q110 350 176 330Q180 262 250 266Q300 210 350 266Q420 262 424 330Q490 350 464 416Q300 456 136 416Z" fill="#f6e3cf"/><path d="M176 346Q190 290 250 290M300 256Q340 262 350 290" fill="none" stroke="#fff" stroke-width="13" stroke-linecap="round" stroke-opacity=".7"/><circle cx="300" cy="236" r="25" fill="#b8353a"/>` +
  shine('M290 226l6-5', 6)
const cakestand: Drawing = (kit) =>
  `<path d="M278 430H322L336 580Q390 592 396 612H204Q210 592 264 580Z" fill="${tone(kit.hex, -0.08)}"/>` +
  ellipse(300, 430, 230, 44, tone(kit.hex, -0.16)) +
  ellipse(300, 418, 230, 44, kit.cloth, `stroke="${gold}" stroke-width="4"`) +
  `<path d="M170 300Q300 250 430 300V400Q300 440 170 400Z" fill="#e9c9a2"/><path d="M162 306Q300 240 438 306Q440 350 410 344Q396 370 366 350Q330 380 300 354Q262 380 236 352Q206 372 190 344Q160 350 162 306Z" fill="${tone(kit.accent, 0.4)}"/><circle cx="300" cy="262" r="19" fill="#b8353a"/>`
const cookie: Drawing = (kit) =>
  `<g fill="none" stroke="#a9adb4" stroke-width="15"><path d="${heartPath}" transform="translate(-16 60)scale(.7)"/><path d="${starPath}" transform="translate(250 20)scale(.56)"/></g><circle cx="420" cy="510" r="86" fill="#d9a768"/><circle cx="420" cy="510" r="86" fill="${kit.shade}"/><g fill="${kit.accent}"><circle cx="392" cy="486" r="10"/><circle cx="444" cy="480" r="10"/><circle cx="428" cy="536" r="10"/></g>`
const candle: Drawing = (kit) =>
  flame(kit, 300, 214) +
  '<path d="M300 240v30" stroke="#3a2a20" stroke-width="5"/>' +
  piece(kit, 'M206 290V600Q300 630 394 600V290Z') +
  ellipse(300, 288, 94, 25, tone(kit.hex, 0.35)) +
  ellipse(300, 290, 70, 15, tone(kit.hex, 0.12)) +
  `<path d="M206 306Q216 380 232 380T246 320Z" fill="${tone(kit.hex, 0.3)}"/>` +
  piece(kit, 'M206 470Q300 494 394 470V514Q300 538 206 514Z', kit.accent)
const candlestick: Drawing = (kit) =>
  flame(kit, 300, 128) +
  piece(kit, rect(278, 160, 44, 210, 4), '#f6efdf') +
  piece(
    kit,
    mirrored(
      [300, 366],
      [
        [346, 360],
        [340, 396, 316, 404],
        [312, 440, 336, 460],
        [314, 480, 318, 540],
        [330, 580, 410, 600],
        [408, 622],
        [300, 628],
      ],
    ),
  )
const tlight: Drawing = (kit) =>
  glow(kit, 300, 420, 190) +
  `<path d="M170 340Q160 560 210 606Q300 630 390 606Q440 560 430 340Z" fill="${kit.cloth}" fill-opacity=".72"/><path d="M170 340Q160 560 210 606Q300 630 390 606Q440 560 430 340Z" fill="${kit.shade}" stroke="${edge(kit.hex)}" stroke-opacity=".5"/>` +
  ellipse(300, 340, 130, 26, tone(kit.hex, 0.5), 'fill-opacity=".75"') +
  flame(kit, 300, 440) +
  ellipse(300, 512, 56, 13, '#d9dbde') +
  ring(300, 340, 0, 0, '#fff') +
  shine('M196 390Q192 520 226 574', 12)
const lantern: Drawing = (kit) =>
  ring(300, 146, 34, 9, kit.hex) +
  piece(kit, 'M300 176L420 270H180Z', kit.hex) +
  `<path d="M190 270H410V590H190Z" fill="#fff3d6" fill-opacity=".75"/>` +
  glow(kit, 300, 450, 118) +
  piece(kit, rect(262, 450, 76, 140, 6), '#f6efdf') +
  flame(kit, 300, 418) +
  `<path d="M196 270V590M404 270V590M300 270V380" stroke="${kit.hex}" stroke-width="13"/><path d="M190 276H410" stroke="${tone(kit.hex, -0.2)}" stroke-width="12"/>` +
  piece(kit, 'M170 588H430V622H170Z', kit.hex) +
  shine('M222 300V560', 8)
const lamp: Drawing = (kit) =>
  glow(kit, 300, 420, 200) +
  piece(
    kit,
    mirrored(
      [300, 450],
      [
        [322, 450],
        [318, 500, 350, 520],
        [360, 570, 330, 596],
        [380, 604, 384, 622],
        [300, 628],
      ],
    ),
    kit.accent,
  ) +
  piece(kit, 'M216 210H384L462 460Q300 496 138 460Z') +
  ellipse(300, 210, 84, 14, tone(kit.hex, 0.35)) +
  stitch(kit, 'M146 448Q300 482 454 448')
const lights: Drawing = (kit) =>
  `<path d="M40 210Q200 330 320 260T560 300M40 420Q180 540 320 470T560 500" fill="none" stroke="${tone(kit.accent, -0.45)}" stroke-width="5"/>` +
  [
    [110, 270],
    [210, 300],
    [320, 286],
    [420, 280],
    [510, 310],
    [120, 484],
    [220, 506],
    [330, 494],
    [440, 480],
    [520, 506],
  ]
    .map(
      ([x = 0, y = 0], n) =>
        glow(kit, x, y + 24, 44) +
        `<path d="M${x} ${y - 8}q-26 34 0 62q26-28 0-62z" fill="${n % 2 ? kit.hex : tone(kit.accent, 0.2)}"/><path d="M${x - 7} ${y - 16}h14v14h-14z" fill="#4a4a4a"/>`,
    )
    .join('')
const heart: Drawing = (kit) =>
  twine(kit, 250) +
  piece(kit, heartPath) +
  stitch(
    kit,
    'M300 534C140 420 148 274 226 270C266 270 290 300 300 340C310 300 334 270 374 270C452 274 460 420 300 534',
  ) +
  button(kit, 300, 300, 14, kit.accent) +
  shine('M178 340Q176 300 208 286', 11)
const star: Drawing = (kit) =>
  twine(kit, 190) +
  piece(kit, starPath) +
  `<path d="M300 180L300 390L352 318ZM500 326L300 390L384 418ZM424 560L300 390L300 478ZM176 560L300 390L216 418ZM100 326L300 390L248 318Z" fill="#000" fill-opacity=".1"/>`
const bird: Drawing = (kit) =>
  piece(
    kit,
    'M120 400Q150 300 250 300Q290 220 370 230Q440 240 446 310L500 330L446 350Q440 520 290 540Q160 546 120 400ZM130 420L40 470L70 380Z',
  ) +
  piece(kit, 'M170 380Q260 340 330 400Q310 490 220 480Q170 450 170 380Z', kit.accent) +
  '<circle cx="392" cy="294" r="9" fill="#2a2420"/><path d="M446 308L506 330L446 350Z" fill="#d9a441"/><path d="M270 538v70m0 0l-22 14m22-14l22 14M320 530v78m0 0l-22 14m22-14l22 14" stroke="#7a5334" stroke-width="7" stroke-linecap="round"/>'
const butterfly: Drawing = (kit) =>
  bothSides(
    piece(kit, 'M304 370Q350 200 480 210Q560 260 500 360Q430 420 304 390Z') +
      piece(kit, 'M304 396Q430 410 460 490Q440 590 370 560Q310 500 304 396Z') +
      `<circle cx="450" cy="290" r="30" fill="${kit.accent}" fill-opacity=".8"/><circle cx="396" cy="490" r="22" fill="${kit.accent}" fill-opacity=".8"/>`,
  ) +
  '<path d="M300 300Q288 260 250 230M300 300Q312 260 350 230" fill="none" stroke="#3a2f28" stroke-width="5"/><path d="M300 290Q316 400 300 530Q284 400 300 290Z" fill="#3a2f28"/>'
const petals = (kit: Kit, x: number, y: number, r: number, count: number, paint: string) =>
  Array.from(
    { length: count },
    (_, n) =>
      `<ellipse cx="${x}" cy="${y - r}" rx="${r * 0.5}" ry="${r * 0.8}" fill="${paint}" stroke="${edge(kit.hex)}" stroke-opacity=".35" transform="rotate(${(n * 360) / count} ${x} ${y})"/>`,
  ).join('')
const flower: Drawing = (kit) =>
  `<path d="M300 360Q310 500 296 660M300 540Q370 470 420 490Q400 560 300 580M298 600Q230 540 190 560Q210 630 296 640" fill="#7d9c72" stroke="#4e6b52" stroke-width="6"/>` +
  petals(kit, 300, 300, 96, 8, kit.hex) +
  petals(kit, 300, 300, 60, 8, tone(kit.hex, 0.22)) +
  `<circle cx="300" cy="300" r="38" fill="#e3b04b"/><circle cx="300" cy="300" r="22" fill="#c98a2e" fill-opacity=".6"/>`
const wreath: Drawing = (kit) =>
  Array.from(
    { length: 28 },
    (_, n) =>
      `<ellipse cx="300" cy="${n % 2 ? 218 : 250}" rx="21" ry="50" fill="${n % 3 ? '#6f8f67' : '#4f7052'}" transform="rotate(${(n * 360) / 28} 300 400)rotate(${n % 2 ? 34 : -30} 300 230)"/>`,
  ).join('') +
  Array.from(
    { length: 9 },
    (_, n) => `<circle cx="300" cy="234" r="15" fill="${kit.hex}" transform="rotate(${n * 40} 300 400)"/>`,
  ).join('') +
  piece(
    kit,
    'M300 560Q220 500 206 560Q216 620 300 576Q384 620 394 560Q380 500 300 560ZM296 576L250 670L286 662ZM304 576L350 670L314 662Z',
    kit.accent,
  )
const bauble: Drawing = (kit) =>
  twine(kit, 190) +
  `<path d="${rect(272, 186, 56, 44, 8)}" fill="${gold}"/><circle cx="300" cy="400" r="176" fill="${kit.cloth}"/><circle cx="300" cy="400" r="176" fill="${kit.shade}"/><path d="M126 390Q300 450 474 390V424Q300 486 126 424Z" fill="${kit.accent}" fill-opacity=".85"/>` +
  shine('M184 330Q204 274 260 258', 20)
const tree: Drawing = (kit) =>
  `<path d="M276 590H324V640H276Z" fill="#7a5334"/>` +
  piece(
    kit,
    mirrored(
      [300, 140],
      [
        [400, 300],
        [362, 296],
        [440, 440],
        [392, 436],
        [486, 596],
        [390, 622, 300, 622],
      ],
    ),
  ) +
  `<path d="M216 300Q300 346 384 290M180 440Q300 500 420 430M140 580Q300 630 460 570" fill="none" stroke="${kit.accent}" stroke-width="10" stroke-opacity=".8"/><path d="M300 96l13 30 32 3-24 21 7 31-28-16-28 16 7-31-24-21 32-3z" fill="${gold}"/>` +
  [
    [270, 270, 0],
    [330, 380, 1],
    [240, 400, 1],
    [220, 540, 0],
    [300, 520, 1],
    [390, 550, 0],
  ]
    .map(([x = 0, y = 0, c]) => `<circle cx="${x}" cy="${y}" r="14" fill="${c ? kit.accent : gold}"/>`)
    .join('')
const egg: Drawing = (kit) =>
  piece(
    kit,
    mirrored(
      [300, 170],
      [
        [410, 180, 450, 350, 450, 430],
        [450, 560, 380, 610, 300, 610],
      ],
    ),
  ) +
  `<path d="M152 400Q300 450 448 400L450 452Q300 504 150 452Z" fill="${kit.accent}" fill-opacity=".8"/>` +
  shine('M214 320Q230 250 266 222', 18)
const bell: Drawing = (kit) =>
  twine(kit, 220) +
  `<circle cx="300" cy="590" r="28" fill="${tone(gold, -0.2)}"/>` +
  piece(
    kit,
    mirrored(
      [300, 210],
      [
        [400, 214, 390, 420, 410, 480],
        [424, 530, 470, 560],
        [300, 600],
      ],
    ),
  ) +
  `<path d="M150 540Q300 584 450 540" fill="none" stroke="${kit.accent}" stroke-width="16"/>` +
  shine('M226 330Q214 430 196 500', 12)
const frame: Drawing = (kit) =>
  piece(kit, rect(120, 190, 360, 430, 8)) +
  '<path d="M166 236H434V574H166Z" fill="#fbf8f1"/>' +
  `<path d="M196 268H404V542H196Z" fill="${tone(kit.accent, 0.5)}"/><path d="M196 542V470L270 400L330 460L370 420L404 460V542Z" fill="${tone(kit.accent, 0.05)}" fill-opacity=".75"/><circle cx="350" cy="330" r="27" fill="#f7d98c"/><path d="M196 268L330 268L196 440Z" fill="#fff" fill-opacity=".22"/><path d="M166 236H434V574H166Z" fill="none" stroke="#000" stroke-opacity=".18" stroke-width="4"/>`
const mirror: Drawing = (kit) =>
  ellipse(300, 400, 186, 226, kit.cloth) +
  ellipse(300, 400, 186, 226, kit.shade) +
  Array.from({ length: 24 }, (_, n) => {
    const a = (n * Math.PI) / 12
    return `<circle cx="${(300 + 172 * Math.cos(a)).toFixed(0)}" cy="${(400 + 212 * Math.sin(a)).toFixed(0)}" r="8" fill="${tone(kit.hex, 0.3)}" stroke="#000" stroke-opacity=".2"/>`
  }).join('') +
  ellipse(300, 400, 146, 186, '#dfe8ec') +
  `<path d="M196 480L360 240Q400 280 416 330L250 562Q210 530 196 480Z" fill="#fff" fill-opacity=".5"/>`
const clockFace = (kit: Kit, y: number, r: number) =>
  `<circle cx="300" cy="${y}" r="${r}" fill="#fbf8f0" stroke="#000" stroke-opacity=".15" stroke-width="3"/>` +
  Array.from(
    { length: 12 },
    (_, n) =>
      `<path d="M300 ${y - r + 12}V${y - r + (n % 3 ? 26 : 36)}" stroke="#3a3430" stroke-width="${n % 3 ? 4 : 7}" transform="rotate(${n * 30} 300 ${y})"/>`,
  ).join('') +
  `<path d="M300 ${y}L${300 - r * 0.42} ${y - r * 0.26}M300 ${y}L${300 + r * 0.36} ${y - r * 0.58}" stroke="#2f2a27" stroke-width="9" stroke-linecap="round"/><circle cx="300" cy="${y}" r="11" fill="${kit.accent}"/>`
const clock: Drawing = (kit) =>
  `<circle cx="300" cy="400" r="212" fill="${kit.cloth}"/><circle cx="300" cy="400" r="212" fill="${kit.shade}"/>` +
  clockFace(kit, 400, 168)
const alarm: Drawing = (kit) =>
  bothSides(
    `<path d="M370 230Q400 160 470 200Q500 260 450 300Z" fill="${tone(kit.hex, -0.1)}"/><path d="M400 560L450 630" stroke="${tone(kit.hex, -0.3)}" stroke-width="24" stroke-linecap="round"/>`,
  ) +
  `<path d="M262 190Q300 130 338 190" fill="none" stroke="#8a8d93" stroke-width="10"/><circle cx="300" cy="410" r="190" fill="${kit.hex}"/><circle cx="300" cy="410" r="190" fill="${kit.shade}"/>` +
  clockFace(kit, 410, 150)
const cushion: Drawing = (kit) =>
  piece(
    kit,
    'M108 240Q300 200 492 240Q506 230 504 254Q540 420 504 588Q506 612 488 602Q300 640 112 602Q92 612 96 588Q60 420 96 254Q94 230 108 240Z',
  ) +
  folds(kit, [
    'M124 262Q170 300 190 350',
    'M476 262Q430 300 410 350',
    'M124 582Q170 540 190 500',
    'M476 582Q430 540 410 500',
  ]) +
  line(kit, 'M112 252Q300 214 488 252Q522 420 488 590Q300 626 112 590Q78 420 112 252', 3) +
  button(kit, 300, 420, kit.spec.seed % 3 ? 0 : 13, kit.accent)
const doormat: Drawing = (kit) =>
  piece(kit, 'M110 330H490L560 600H40Z') +
  `<path d="M138 356H462L512 574H88Z" fill="none" stroke="${kit.accent}" stroke-width="10"/><path d="M300 400c-60-40-90 40 0 110c90-70 60-150 0-110z" fill="${kit.accent}" fill-opacity=".85"/><path d="M40 604H560" stroke="${edge(kit.hex)}" stroke-width="14" stroke-dasharray="3 5"/>`
const hotwater: Drawing = (kit) =>
  piece(kit, 'M262 150H338V230H262Z', kit.accent) +
  piece(
    kit,
    mirrored(
      [300, 230],
      [
        [352, 230],
        [450, 250, 452, 320],
        [460, 560],
        [450, 622, 390, 622],
        [300, 626],
      ],
    ),
  ) +
  line(kit, 'M196 300Q300 270 404 300M180 580Q300 604 420 580', 3) +
  stitch(kit, 'M170 330L166 560M430 330L434 560') +
  `<path d="M300 500C216 440 228 360 270 366C290 368 298 384 300 396C302 384 310 368 330 366C372 360 384 440 300 500Z" fill="${kit.accent}" fill-opacity=".9"/>`
const basket: Drawing = (kit) =>
  `<path d="M150 380Q160 150 300 148T450 380" fill="none" stroke="${tone(wood, -0.2)}" stroke-width="19"/>` +
  piece(kit, 'M110 380H490L446 622H154Z', tone(wood, 0.12)) +
  `<g stroke="${tone(wood, -0.3)}" stroke-width="5" fill="none" stroke-opacity=".65"><path d="M118 430H482M126 476H474M134 522H466M144 568H456"/><path d="M160 380L186 622M230 380L244 622M300 380V622M370 380L356 622M440 380L414 622"/></g>` +
  piece(
    kit,
    'M104 360Q130 340 160 360Q190 340 220 360Q250 340 280 360Q310 340 340 360Q370 340 400 360Q430 340 460 360Q480 344 496 360L488 430Q300 460 112 430Z',
  )
const hook: Drawing = (kit) =>
  piece(kit, rect(110, 250, 380, 110, 18)) +
  [190, 300, 410]
    .map(
      (x) =>
        `<path d="M${x} 300V430Q${x} 490 ${x + 36} 490T${x + 68} 440" fill="none" stroke="${gold}" stroke-width="17" stroke-linecap="round"/><circle cx="${x}" cy="302" r="18" fill="${gold}"/><circle cx="${x}" cy="302" r="7" fill="#000" fill-opacity=".25"/>`,
    )
    .join('')
const hanger: Drawing = (kit) =>
  `<path d="M300 330V280Q344 262 336 214Q322 170 284 186Q262 200 268 226" fill="none" stroke="${gold}" stroke-width="12" stroke-linecap="round"/>` +
  piece(
    kit,
    'M300 318Q330 320 520 444Q560 476 540 500Q510 520 470 500Q300 410 130 500Q90 520 60 500Q40 476 80 444Q270 320 300 318Z',
  ) +
  piece(kit, 'M300 350Q248 310 240 352Q246 390 300 360Q354 390 360 352Q352 310 300 350Z', kit.accent)
const knob: Drawing = (kit) =>
  piece(kit, 'M264 470H336L350 560H250Z', gold) +
  ellipse(300, 566, 86, 20, gold) +
  `<circle cx="300" cy="370" r="142" fill="${kit.cloth}"/><circle cx="300" cy="370" r="142" fill="${kit.shade}"/>` +
  ring(300, 370, 106, 5, kit.accent) +
  petals(kit, 300, 370, 40, 6, kit.accent) +
  shine('M204 320Q220 270 262 254', 16)
const moneybox: Drawing = (kit) =>
  piece(
    kit,
    'M110 430Q110 290 280 280H330Q380 240 420 250L412 310Q460 350 470 400L520 410V480L466 496Q450 530 420 550V620H350V580H240V620H170V556Q110 510 110 430Z',
  ) +
  '<circle cx="424" cy="392" r="10" fill="#2a2420"/><path d="M236 300H324" stroke="#2a2420" stroke-width="11" stroke-linecap="round"/>' +
  `<path d="M112 440Q60 440 70 400Q90 370 106 400" fill="none" stroke="${tone(kit.hex, -0.15)}" stroke-width="12"/>` +
  shine('M170 400Q190 340 246 330', 14)
const chair: Drawing = (kit) =>
  `<g stroke="${wood}" stroke-width="24" stroke-linecap="round"><path d="M180 160L190 640M410 160L400 640M150 640L160 470M450 640L440 470"/><path d="M180 190H412M184 260H408M186 330H404"/></g>` +
  piece(kit, 'M140 430Q300 406 460 430L474 492Q300 516 126 492Z')
const vase: Drawing = (kit) =>
  `<g transform="translate(60 -40)scale(.8)">${petals(kit, 300, 250, 80, 7, kit.accent)}<circle cx="300" cy="250" r="30" fill="#e3b04b"/><path d="M300 330V460" stroke="#4e6b52" stroke-width="10"/></g>` +
  piece(
    kit,
    mirrored(
      [300, 330],
      [
        [356, 326],
        [340, 390, 440, 440, 440, 520],
        [440, 600, 380, 620],
        [300, 626],
      ],
    ),
  ) +
  shine('M190 500Q190 560 222 594', 13)
const watering: Drawing = (kit) =>
  `<path d="M200 380Q210 230 330 230T450 400" fill="none" stroke="${tone(kit.hex, -0.2)}" stroke-width="20"/>` +
  piece(kit, 'M200 560L110 370L66 384L52 352L138 318L222 470Z') +
  piece(kit, 'M190 380H450L470 612H180Z') +
  ellipse(320, 380, 130, 24, tone(kit.hex, -0.25)) +
  `<path d="M186 520H464" stroke="${kit.accent}" stroke-width="12"/><g fill="${tone(kit.hex, -0.5)}"><circle cx="78" cy="360" r="4"/><circle cx="96" cy="352" r="4"/><circle cx="114" cy="345" r="4"/></g>`
const pot: Drawing = (kit) =>
  `<g fill="#6f8f67"><path d="M300 400Q180 330 190 210Q290 240 300 400Z"/><path d="M300 400Q420 330 410 210Q310 240 300 400Z" fill="#5c7d58"/><path d="M300 400Q250 260 300 150Q350 260 300 400Z" fill="#86a67c"/></g>` +
  piece(kit, 'M170 420H430L396 622H204Z') +
  piece(kit, 'M152 380H448V434H152Z', tone(kit.hex, 0.1)) +
  shine('M206 450L222 580', 10)
const birdhouse: Drawing = (kit) =>
  `<path d="M284 600H316V700H284Z" fill="${wood}"/>` +
  piece(kit, 'M180 340L300 240L420 340V610H180Z') +
  piece(kit, 'M300 196L470 336L444 366L300 250L156 366L130 336Z', kit.accent) +
  '<circle cx="300" cy="410" r="48" fill="#3b2c22"/>' +
  ring(300, 410, 52, 7, wood) +
  `<path d="M300 500V540" stroke="${wood}" stroke-width="15" stroke-linecap="round"/>`
const umbrella: Drawing = (kit) =>
  `<path d="M300 140V560Q300 624 350 620T390 560" fill="none" stroke="${wood}" stroke-width="15" stroke-linecap="round"/>` +
  piece(
    kit,
    'M60 400Q80 170 300 160Q520 170 540 400Q480 360 420 400Q360 360 300 400Q240 360 180 400Q120 360 60 400Z',
  ) +
  line(kit, 'M300 162Q190 250 180 398M300 162Q410 250 420 398M300 162V398', 2.5)
const card: Drawing = (kit) =>
  `<path d="M330 220L500 250V600L330 620Z" fill="#efe8da"/>` +
  piece(kit, 'M130 210H400V620H130Z', '#fbf7ee') +
  `<path d="M154 236H376V594H154Z" fill="${kit.cloth}"/><path d="M200 350H330V440H200Z" fill="#fbf7ee"/><path d="M218 380h94M234 408h62" stroke="${kit.accent}" stroke-width="6" stroke-linecap="round"/>`
const notebook: Drawing = (kit) =>
  `<path d="M166 216H462V614H166Z" fill="#f7f1e4" stroke="#000" stroke-opacity=".12"/>` +
  piece(kit, rect(144, 200, 300, 410, 12)) +
  `<path d="M144 206V604H182V206Z" fill="#000" fill-opacity=".14"/><rect x="226" y="300" width="162" height="86" rx="6" fill="#fbf7ee"/><path d="M246 330h122M262 354h90" stroke="${edge(kit.hex)}" stroke-width="4"/><path d="M404 200V610" stroke="${kit.accent}" stroke-width="12"/>`
const calendar: Drawing = (kit) =>
  piece(kit, rect(120, 230, 360, 380, 12), '#fbf8f0') +
  piece(kit, rect(120, 230, 360, 100, 12)) +
  Array.from(
    { length: 20 },
    (_, n) =>
      `<rect x="${150 + (n % 5) * 64}" y="${356 + Math.floor(n / 5) * 60}" width="44" height="42" rx="6" fill="${n % 7 === 3 ? kit.accent : tone(kit.hex, 0.5)}"/>`,
  ).join('')
const wrap: Drawing = (kit) =>
  `<g transform="rotate(-22 300 400)">${piece(kit, 'M90 330H520V400H90Z')}${ellipse(520, 365, 15, 35, tone(kit.hex, -0.4))}</g><g transform="rotate(-14 300 460)">${piece(kit, 'M70 450H530V530H70Z')}${ellipse(530, 490, 17, 40, '#f3ead8')}${ellipse(530, 490, 8, 20, tone(kit.hex, -0.3))}<path d="M270 450H306V530H270Z" fill="${kit.accent}"/></g>`
const giftbag: Drawing = (kit) =>
  `<path d="M220 300Q224 170 300 168T380 300" fill="none" stroke="${kit.accent}" stroke-width="11"/>` +
  piece(kit, 'M150 290H450V620H150Z') +
  `<path d="M150 290L196 330V620H150Z" fill="#000" fill-opacity=".1"/><path d="M330 400l86-18 18 86-86 18z" fill="#fbf7ee"/><path d="M352 424l50-10M356 444l50-10" stroke="${kit.accent}" stroke-width="4"/>`
const tag: Drawing = (kit) =>
  `<path d="M300 240Q340 120 420 90" fill="none" stroke="${kit.accent}" stroke-width="6"/>` +
  piece(kit, 'M300 190L420 290V610H180V290Z') +
  `<circle cx="300" cy="262" r="19" fill="#f4efe6" stroke="${gold}" stroke-width="7"/><path d="M220 420H380V540H220Z" fill="#fbf7ee" fill-opacity=".92"/><path d="M242 458h116M258 492h84" stroke="${kit.accent}" stroke-width="5"/>`
const ribbon: Drawing = (kit) =>
  `<path d="M420 470Q560 500 520 600Q440 660 360 610" fill="none" stroke="${kit.hex}" stroke-width="44"/><circle cx="290" cy="400" r="186" fill="${kit.cloth}"/><circle cx="290" cy="400" r="186" fill="${kit.shade}"/>` +
  ring(290, 400, 150, 3, edge(kit.hex)) +
  ring(290, 400, 118, 3, edge(kit.hex)) +
  `<circle cx="290" cy="400" r="84" fill="#f6efdf"/><circle cx="290" cy="400" r="34" fill="${tone(wood, -0.2)}"/>`
const sticker: Drawing = (kit) =>
  piece(kit, rect(130, 200, 340, 420, 10), '#fcfaf4') +
  `<g stroke="#fff" stroke-width="8">${[
    [220, 290],
    [380, 300],
    [220, 420],
    [384, 430],
    [230, 540],
    [380, 550],
  ]
    .map(([x = 0, y = 0], n) =>
      n % 3 === 0
        ? `<circle cx="${x}" cy="${y}" r="44" fill="${kit.cloth}"/>`
        : n % 3 === 1
          ? `<path d="${starPath}" transform="translate(${x - 78} ${y - 100})scale(.26)" fill="${kit.accent}" stroke-width="26"/>`
          : `<path d="${heartPath}" transform="translate(${x - 84} ${y - 112})scale(.28)" fill="${tone(kit.hex, -0.1)}" stroke-width="26"/>`,
    )
    .join('')}</g>`
const pencil: Drawing = (kit) =>
  [-112, -56, 0, 56, 112]
    .map(
      (dx, n) =>
        `<g transform="rotate(${dx / 7} 300 620)translate(${dx * 0.9})">${piece(kit, 'M280 250H320V620H280Z', n % 2 ? kit.accent : kit.cloth)}<path d="M280 250L300 190L320 250Z" fill="#ecd2a6"/><path d="M293 210L300 190L307 210Z" fill="${n % 2 ? tone(kit.accent, -0.3) : tone(kit.hex, -0.4)}"/></g>`,
    )
    .join('') + piece(kit, 'M190 480H410L398 622H202Z', tone(kit.hex, 0.2))
const bunting: Drawing = (kit) =>
  `<path d="M20 230Q300 380 580 230M20 440Q300 590 580 440" fill="none" stroke="${tone(wood, -0.2)}" stroke-width="6"/>` +
  [
    [70, 256],
    [165, 290],
    [262, 304],
    [360, 300],
    [455, 276],
    [70, 466],
    [165, 500],
    [262, 514],
    [360, 510],
    [455, 486],
  ]
    .map(([x = 0, y = 0], n) =>
      piece(
        kit,
        `M${x - 36} ${y - 8}L${x + 46} ${y - 6}L${x + 6} ${y + 104}Z`,
        n % 2 ? kit.accent : kit.cloth,
      ),
    )
    .join('')
const balloon: Drawing = (kit) =>
  [
    [200, 280, 0],
    [400, 300, 1],
    [300, 220, 2],
  ]
    .map(
      ([x = 0, y = 0, n]) =>
        `<path d="M${x} ${y + 110}Q${x + 20} ${y + 220} 300 660" fill="none" stroke="#8a8078" stroke-width="3"/><ellipse cx="${x}" cy="${y}" rx="92" ry="112" fill="${n === 0 ? kit.cloth : n === 1 ? kit.accent : tone(kit.hex, 0.25)}"/><ellipse cx="${x}" cy="${y}" rx="92" ry="112" fill="${kit.shade}"/><path d="M${x - 11} ${y + 124}L${x} ${y + 106}L${x + 11} ${y + 124}Z" fill="${kit.hex}"/>` +
        shine(`M${x - 54} ${y - 30}Q${x - 46} ${y - 66} ${x - 20} ${y - 78}`, 12),
    )
    .join('')
const toy: Drawing = (kit) =>
  bothSides(
    `<circle cx="386" cy="208" r="44" fill="${kit.hex}"/><circle cx="386" cy="208" r="23" fill="${kit.accent}"/>` +
      piece(kit, 'M390 420Q480 430 476 500Q440 540 380 490Z') +
      ellipse(384, 594, 66, 46, kit.hex) +
      ellipse(396, 598, 33, 27, tone(kit.accent, 0.1)),
  ) +
  ellipse(300, 490, 124, 136, kit.cloth) +
  ellipse(300, 490, 124, 136, kit.shade) +
  ellipse(300, 508, 74, 86, tone(kit.hex, 0.3)) +
  `<circle cx="300" cy="290" r="122" fill="${kit.hex}"/><circle cx="300" cy="290" r="122" fill="${kit.shade}"/>` +
  ellipse(300, 330, 54, 42, tone(kit.hex, 0.4)) +
  '<g fill="#2a2420"><circle cx="256" cy="276" r="11"/><circle cx="344" cy="276" r="11"/><ellipse cx="300" cy="314" rx="17" ry="12"/></g><path d="M300 326V344M278 352Q300 368 322 352" fill="none" stroke="#2a2420" stroke-width="5" stroke-linecap="round"/>'
const doll: Drawing = (kit) =>
  piece(
    kit,
    mirrored(
      [300, 150],
      [
        [390, 150, 420, 230, 400, 310],
        [480, 400, 470, 560, 400, 616],
        [300, 634],
      ],
    ),
  ) +
  ellipse(300, 252, 66, 70, '#f6dcc4') +
  `<path d="M236 236Q250 190 300 188Q350 190 364 236Q330 206 300 206T236 236Z" fill="#6b4428"/><g fill="#2a2420"><circle cx="276" cy="256" r="6"/><circle cx="324" cy="256" r="6"/></g><g fill="#e59a96" fill-opacity=".7"><circle cx="258" cy="280" r="12"/><circle cx="342" cy="280" r="12"/></g><path d="M284 290Q300 302 316 290" fill="none" stroke="#b8353a" stroke-width="5" stroke-linecap="round"/>` +
  ellipse(300, 490, 96, 104, kit.accent) +
  petals(kit, 300, 490, 44, 6, tone(kit.hex, -0.05)) +
  '<circle cx="300" cy="490" r="18" fill="#e3b04b"/>'
const jigsaw: Drawing = (kit) => {
  const one = 'M0 0H60Q50-40 80-44T100 0H160V60Q204 46 204 80T160 100V160H0V100Q-40 110-40 80T0 60Z'
  return `<g transform="translate(130 250)rotate(-8)">${piece(kit, one)}</g><g transform="translate(320 270)rotate(10)">${piece(kit, one, kit.accent)}</g><g transform="translate(210 440)rotate(4)">${piece(kit, one, tone(kit.hex, 0.25))}</g>`
}
const tote: Drawing = (kit) =>
  `<path d="M206 330Q210 150 300 148T394 330" fill="none" stroke="${tone(kit.accent, -0.1)}" stroke-width="21"/>` +
  piece(kit, 'M130 310H470L486 622H114Z') +
  stitch(kit, 'M136 330H464') +
  folds(kit, ['M190 350Q200 480 180 610', 'M416 350Q404 480 424 610'])
const lunchbag: Drawing = (kit) =>
  `<path d="M230 250Q236 160 300 160T370 250" fill="none" stroke="${kit.accent}" stroke-width="21"/>` +
  piece(kit, rect(140, 240, 320, 380, 36)) +
  `<path d="M152 310Q300 290 448 310" fill="none" stroke="${kit.accent}" stroke-width="12"/>` +
  piece(kit, rect(186, 410, 228, 150, 18), tone(kit.hex, 0.12)) +
  stitch(kit, 'M198 424H402') +
  '<rect x="320" y="296" width="16" height="36" rx="6" fill="#c7c9cf"/>'
const handbag: Drawing = (kit) =>
  `<path d="M206 360Q210 180 300 178T394 360" fill="none" stroke="${wood}" stroke-width="19"/>` +
  piece(kit, 'M140 350H460L492 590Q494 616 460 618H140Q106 616 108 590Z') +
  `<path d="M136 340H464V366H136Z" fill="${gold}"/><circle cx="292" cy="336" r="14" fill="${gold}"/><circle cx="312" cy="336" r="14" fill="${gold}"/>` +
  folds(kit, ['M200 380Q196 500 180 600', 'M400 380Q404 500 420 600'])
const purse: Drawing = (kit) =>
  piece(kit, 'M130 380Q110 560 170 600Q300 630 430 600Q490 560 470 380Z') +
  `<path d="M126 384Q130 280 300 276T474 384" fill="none" stroke="${gold}" stroke-width="17"/>` +
  piece(kit, 'M138 384Q144 294 300 290T462 384Z', tone(kit.hex, -0.06)) +
  `<circle cx="286" cy="262" r="19" fill="${gold}"/><circle cx="316" cy="262" r="19" fill="${tone(gold, 0.2)}"/>` +
  folds(kit, ['M210 420Q200 510 216 590', 'M390 420Q400 510 384 590'])
const keyring: Drawing = (kit) =>
  ring(300, 200, 70, 13, '#b9bcc2') +
  `<path d="M300 268V350" stroke="#b9bcc2" stroke-width="10" stroke-dasharray="14 6"/><g transform="translate(84 190)scale(.72)">${piece(kit, heartPath)}</g>` +
  shine('M214 400Q216 380 236 372', 9)
const bag: Drawing = (kit) =>
  piece(kit, 'M230 190H390V420Q394 470 450 520Q490 580 430 616Q350 630 270 560Q222 520 226 440Z') +
  piece(kit, 'M214 170H406V256H214Z', '#f7f2e8') +
  `<path d="M400 190Q460 170 450 120" fill="none" stroke="${kit.accent}" stroke-width="10"/>` +
  piece(kit, 'M446 520Q490 580 430 616Q390 620 350 604Q390 570 446 520Z', kit.accent)
const beads = (kit: Kit, points: [number, number][], r: number) =>
  points
    .map(
      ([x, y], n) =>
        `<circle cx="${x.toFixed(0)}" cy="${y.toFixed(0)}" r="${n % 3 === 1 ? r * 0.75 : r}" fill="${n % 3 === 1 ? kit.accent : kit.hex}" stroke="#000" stroke-opacity=".22"/><circle cx="${(x - r * 0.3).toFixed(0)}" cy="${(y - r * 0.3).toFixed(0)}" r="${(r * 0.28).toFixed(0)}" fill="#fff" fill-opacity=".7"/>`,
    )
    .join('')
const necklace: Drawing = (kit) =>
  `<path d="M130 160Q140 480 300 500Q460 480 470 160" fill="none" stroke="${gold}" stroke-width="5"/>` +
  beads(
    kit,
    Array.from({ length: 13 }, (_, n): [number, number] => {
      const a = Math.PI * (0.13 + (0.74 * n) / 12)
      return [300 + 176 * Math.cos(a), 300 + 196 * Math.sin(a)]
    }),
    19,
  ) +
  `<path d="M300 500C256 556 268 600 300 606C332 600 344 556 300 500Z" fill="${kit.accent}" stroke="${gold}" stroke-width="6"/>`
const bracelet: Drawing = (kit) =>
  ellipse(300, 430, 178, 132, 'none', `stroke="${gold}" stroke-width="5"`) +
  beads(
    kit,
    Array.from({ length: 22 }, (_, n): [number, number] => {
      const a = (n * 2 * Math.PI) / 22
      return [300 + 178 * Math.cos(a), 430 + 132 * Math.sin(a)]
    }),
    25,
  )
const earrings: Drawing = (kit) =>
  [210, 390]
    .map(
      (x, n) =>
        `<path d="M${x} 250Q${x - 4} 190 ${x + 22} 196Q${x + 40} 210 ${x + 30} 236" fill="none" stroke="${gold}" stroke-width="6"/><circle cx="${x}" cy="272" r="22" fill="${kit.accent}" stroke="${gold}" stroke-width="5"/><path d="M${x} 300C${x - 74} 400 ${x - 62} 500 ${x} 512C${x + 62} 500 ${x + 74} 400 ${x} 300Z" fill="${kit.hex}" stroke="${gold}" stroke-width="6"/><path d="M${x} 300L${x - 24} 430L${x} 512L${x + 24} 430Z" fill="#fff" fill-opacity="${n ? 0.18 : 0.22}"/>`,
    )
    .join('')
const ringShape: Drawing = (kit) =>
  ring(300, 460, 130, 27, gold) +
  ring(300, 460, 136, 5, tone(gold, 0.4)) +
  `<path d="M230 250H370L410 300L300 390L190 300Z" fill="${kit.hex}" stroke="${edge(kit.hex)}" stroke-width="3"/><path d="M230 250L262 300L300 250L338 300L370 250M190 300H410M262 300L300 390L338 300" fill="none" stroke="#fff" stroke-opacity=".5" stroke-width="4"/>`
const hairclip: Drawing = (kit) =>
  piece(kit, 'M90 460Q300 360 510 460L500 500Q300 410 100 500Z', gold) +
  petals(kit, 300, 400, 62, 7, kit.hex) +
  petals(kit, 180, 430, 38, 6, kit.accent) +
  petals(kit, 420, 430, 38, 6, kit.accent) +
  '<g fill="#f3e3b0"><circle cx="300" cy="400" r="25"/><circle cx="180" cy="430" r="15"/><circle cx="420" cy="430" r="15"/></g>'
const soap: Drawing = (kit) =>
  ellipse(300, 590, 220, 34, tone(kit.accent, -0.1)) +
  ellipse(300, 578, 220, 34, kit.accent) +
  piece(kit, rect(140, 400, 320, 170, 70), kit.hex) +
  `<path d="${rect(176, 424, 248, 110, 50)}" fill="none" stroke="${edge(kit.hex)}" stroke-opacity=".4" stroke-width="4"/>` +
  [
    [210, 340, 34],
    [300, 280, 22],
    [370, 350, 28],
    [420, 290, 14],
  ]
    .map(
      ([x = 0, y = 0, r = 0]) =>
        `<circle cx="${x}" cy="${y}" r="${r}" fill="#fff" fill-opacity=".45" stroke="#a9c6de" stroke-width="3"/>`,
    )
    .join('')
const sign: Drawing = (kit) =>
  `<path d="M180 330L300 200L420 330" fill="none" stroke="${tone(wood, -0.2)}" stroke-width="7"/><circle cx="300" cy="198" r="12" fill="${gold}"/>` +
  piece(kit, rect(90, 320, 420, 230, 26)) +
  `<path d="${rect(112, 342, 376, 186, 16)}" fill="none" stroke="${kit.accent}" stroke-width="6"/><path d="M190 410H410M220 452H380" stroke="${kit.accent}" stroke-width="14" stroke-linecap="round"/><path d="M300 514c-26-18-24-38-11-38 7 0 10 6 11 10 1-4 4-10 11-10 13 0 15 20-11 38z" fill="${kit.accent}"/>`
const letter: Drawing = (kit) =>
  `<g transform="translate(14 12)"><path d="M170 620L270 220H330L430 620H350L334 540H266L250 620ZM282 460H318L300 360Z" fill="${tone(kit.hex, -0.35)}"/></g>` +
  piece(kit, 'M170 620L270 220H330L430 620H350L334 540H266L250 620ZM282 460H318L300 360Z')
const coaster: Drawing = (kit) =>
  `<g transform="rotate(-8 300 420)">${piece(kit, rect(120, 260, 330, 330, 30), tone(kit.hex, -0.15))}</g>${piece(kit, rect(140, 270, 330, 330, 30))}<path d="${rect(164, 294, 282, 282, 20)}" fill="none" stroke="${kit.accent}" stroke-width="7"/>` +
  petals(kit, 305, 435, 60, 8, kit.accent) +
  '<circle cx="305" cy="435" r="24" fill="#f3e3b0"/>'
const fan: Drawing = (kit) =>
  Array.from(
    { length: 11 },
    (_, n) =>
      `<path d="M300 600L276 290Q300 276 324 290Z" fill="${n % 2 ? tone(kit.hex, 0.12) : kit.cloth}" stroke="${edge(kit.hex)}" stroke-opacity=".5" transform="rotate(${(n - 5) * 11} 300 600)"/>`,
  ).join('') + `<circle cx="300" cy="596" r="17" fill="${gold}"/>`
const pan: Drawing = (kit) =>
  `<path d="M430 470L570 400" stroke="${wood}" stroke-width="30" stroke-linecap="round"/>` +
  ellipse(280, 500, 196, 112, kit.hex) +
  ellipse(280, 500, 196, 112, kit.shade) +
  ellipse(280, 492, 160, 84, tone(kit.hex, -0.4)) +
  `<path d="M200 480Q220 440 280 446Q350 440 356 490Q350 540 280 532Q200 540 200 480Z" fill="#fdfaf2"/><circle cx="284" cy="486" r="32" fill="#eeb23f"/>`
const toadstool: Drawing = (kit) =>
  piece(kit, 'M250 400Q256 540 230 612Q300 636 370 612Q344 540 350 400Z', '#f6efdf') +
  piece(kit, 'M96 420Q110 220 300 210Q490 220 504 420Q300 470 96 420Z', kit.hex) +
  '<g fill="#fdf9f0"><ellipse cx="220" cy="310" rx="32" ry="27"/><ellipse cx="330" cy="270" rx="25" ry="20"/><ellipse cx="400" cy="360" rx="34" ry="26"/><ellipse cx="270" cy="390" rx="25" ry="17"/><ellipse cx="150" cy="390" rx="19" ry="17"/></g>'

/** One drawing per motif of the home range. */
export const motifs: Record<string, Drawing> = {
  alarm,
  apron,
  bag,
  balloon,
  basket,
  bauble,
  bell,
  bird,
  birdhouse,
  bottle,
  bowl,
  box,
  bracelet,
  bunting,
  butterfly,
  cabinet,
  cakecase,
  cakestand,
  calendar,
  candle,
  candlestick,
  card,
  chair,
  clock,
  coaster,
  cookie,
  cushion,
  cutlery,
  doll,
  doormat,
  earrings,
  egg,
  fan,
  flower,
  frame,
  gift,
  giftbag,
  glass,
  hairclip,
  handbag,
  hanger,
  heart,
  hook,
  hotwater,
  jar,
  jigsaw,
  jug,
  keyring,
  knob,
  lamp,
  lantern,
  letter,
  lights,
  lunchbag,
  mirror,
  moneybox,
  mug,
  napkins,
  necklace,
  notebook,
  pan,
  pencil,
  plate,
  pot,
  purse,
  ribbon,
  ring: ringShape,
  sign,
  soap,
  spoon,
  star,
  sticker,
  tag,
  teacup,
  teapot,
  textile,
  tin,
  tlight,
  toadstool,
  tote,
  toy,
  tray,
  tree,
  umbrella,
  vase,
  watering,
  wrap,
  wreath,
}
