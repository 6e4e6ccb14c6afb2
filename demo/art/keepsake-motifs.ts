import { bothSides, button, edge, folds, line, mirrored, piece, stitch, tone, type Kit } from './kit.ts'
import { gold, wood, ellipse, rect, ring, shine, twine, heartPath, starPath, petals } from './strokes.ts'
import type { Drawing } from './tops.ts'

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
const toadstool: Drawing = (kit) =>
  piece(kit, 'M250 400Q256 540 230 612Q300 636 370 612Q344 540 350 400Z', '#f6efdf') +
  piece(kit, 'M96 420Q110 220 300 210Q490 220 504 420Q300 470 96 420Z', kit.hex) +
  '<g fill="#fdf9f0"><ellipse cx="220" cy="310" rx="32" ry="27"/><ellipse cx="330" cy="270" rx="25" ry="20"/><ellipse cx="400" cy="360" rx="34" ry="26"/><ellipse cx="270" cy="390" rx="25" ry="17"/><ellipse cx="150" cy="390" rx="19" ry="17"/></g>'

export const keepsakeMotifs: Record<string, Drawing> = {
  heart,
  star,
  bird,
  butterfly,
  flower,
  wreath,
  bauble,
  tree,
  egg,
  bell,
  vase,
  watering,
  pot,
  birdhouse,
  umbrella,
  card,
  notebook,
  calendar,
  wrap,
  giftbag,
  tag,
  ribbon,
  sticker,
  pencil,
  bunting,
  balloon,
  toy,
  doll,
  jigsaw,
  tote,
  lunchbag,
  handbag,
  purse,
  keyring,
  bag,
  necklace,
  bracelet,
  earrings,
  ring: ringShape,
  hairclip,
  letter,
  coaster,
  fan,
  toadstool,
}
