import { bothSides, button, edge, folds, line, mirrored, piece, stitch, tone, type Kit } from './kit.ts'
import { gold, wood, glow, flame, ellipse, rect, ring, shine, petals } from './strokes.ts'
import type { Drawing } from './tops.ts'

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

export const homeMotifs: Record<string, Drawing> = {
  box,
  gift,
  cabinet,
  textile,
  apron,
  candle,
  candlestick,
  tlight,
  lantern,
  lamp,
  lights,
  frame,
  mirror,
  clock,
  alarm,
  cushion,
  doormat,
  hotwater,
  basket,
  hook,
  hanger,
  knob,
  moneybox,
  chair,
  soap,
  sign,
}
