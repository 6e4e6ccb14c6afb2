import { edge, folds, line, mirrored, piece, stitch, tone } from './kit.ts'
import { gold, wood, ellipse, rect, ring, shine, heartPath, starPath, vessel } from './strokes.ts'
import type { Drawing } from './tops.ts'

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
const pan: Drawing = (kit) =>
  `<path d="M430 470L570 400" stroke="${wood}" stroke-width="30" stroke-linecap="round"/>` +
  ellipse(280, 500, 196, 112, kit.hex) +
  ellipse(280, 500, 196, 112, kit.shade) +
  ellipse(280, 492, 160, 84, tone(kit.hex, -0.4)) +
  `<path d="M200 480Q220 440 280 446Q350 440 356 490Q350 540 280 532Q200 540 200 480Z" fill="#fdfaf2"/><circle cx="284" cy="486" r="32" fill="#eeb23f"/>`

export const tableMotifs: Record<string, Drawing> = {
  mug,
  teacup,
  teapot,
  jug,
  plate,
  bowl,
  jar,
  tin,
  tray,
  glass,
  bottle,
  cutlery,
  spoon,
  napkins,
  cakecase,
  cakestand,
  cookie,
  pan,
}
