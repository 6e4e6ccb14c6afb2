import { bothSides, edge, folds, line, piece, stitch, tone, type Kit } from './kit.ts'
import type { Drawing } from './tops.ts'

/** Two of a pair: the far one a little higher and darker. */
function pair(one: string, dx = 54, dy = -92): string {
  return `<g transform="translate(${dx} ${dy})">${one}</g><g transform="translate(${-dx / 3} ${-dy / 4})">${one}</g>`
}

function sneakers(kit: Kit): string {
  const sole = kit.spec.seed % 4 === 0 ? '#d8b98c' : '#f5f2ea'
  const upper =
    'M112 470Q104 392 128 340Q168 352 210 336Q232 318 246 300Q300 372 396 396Q470 412 486 452L484 480H116Z'
  const body =
    `<path d="M104 472H490Q500 500 486 520H120Q98 516 104 472Z" fill="${sole}" stroke="#000" stroke-opacity=".18"/><path d="M106 496H494" stroke="#000" stroke-opacity=".14" stroke-width="3"/>` +
    piece(kit, upper) +
    `<path d="M404 398Q474 412 488 456L486 474H398Q386 430 404 398Z" fill="${tone(kit.hex, 0.12)}" stroke="${edge(kit.hex)}" stroke-opacity=".5"/>` +
    `<path d="M112 440Q106 380 128 342L164 350Q150 400 158 474H116Z" fill="${kit.spec.pattern === 'plain' ? tone(kit.hex, -0.16) : kit.accent}" fill-opacity=".9"/>` +
    `<path d="M206 338Q236 318 248 300Q258 292 268 300L300 352L258 380Z" fill="${tone(kit.hex, 0.2)}" stroke="${edge(kit.hex)}" stroke-opacity=".4"/>` +
    `<g stroke="${tone(kit.hex, 0.75)}" stroke-width="7" stroke-linecap="round"><path d="M250 352L290 330M276 374L316 350M304 392L344 368M334 406L372 382"/></g>` +
    stitch(kit, 'M172 470Q164 410 176 362M236 376Q300 430 392 434') +
    folds(kit, ['M384 428Q400 420 410 404'])
  return pair(body)
}

function boots(kit: Kit): string {
  const heel = kit.has('heel')
  const sole = tone(kit.hex, -0.6)
  const shaft =
    'M150 520Q140 380 150 220Q210 206 274 220Q272 320 292 370Q330 408 408 420Q456 432 462 492L460 524H152Z'
  const ground = heel
    ? `<path d="M144 516H466L464 536H226V600H156Z" fill="${sole}"/>`
    : `<path d="M140 516H468Q472 540 464 552H254L248 540H226L224 556H146Z" fill="${sole}"/>`
  const middle = kit.has('chelsea')
    ? `<path d="M206 222Q200 300 216 360H262Q254 300 258 220Z" fill="${tone(kit.hex, -0.35)}"/><path d="M210 240h46M208 262h48M208 284h48M210 306h48M212 328h48" stroke="#fff" stroke-opacity=".12" stroke-width="3"/>`
    : `<path d="M262 222Q262 330 296 376L340 400L318 416L270 390Q236 330 240 222Z" fill="${tone(kit.hex, -0.2)}"/><g stroke="#e6d3ad" stroke-width="6" stroke-linecap="round"><path d="M238 250L272 240M238 286L274 276M244 322L280 312M256 354L292 342M280 384L312 368"/></g>`
  const body =
    ground +
    piece(kit, shaft) +
    middle +
    folds(kit, ['M170 400Q210 414 250 396', 'M166 430Q200 446 232 436']) +
    stitch(kit, 'M154 480Q300 500 460 488') +
    `<path d="M150 222q-16-6-14-34 8-14 18 0z" fill="${tone(kit.hex, -0.3)}"/>`
  return `<g transform="translate(40 -10)scale(.9)">${pair(body, 80, -40)}</g>`
}

function shoes(kit: Kit): string {
  const ballet = kit.has('ballet')
  const upper = ballet
    ? 'M110 470Q108 420 130 400Q150 440 230 446Q330 440 372 414Q452 416 492 466L488 488H114Z'
    : 'M112 480Q104 400 132 366Q190 384 250 350Q300 396 392 412Q478 424 492 470L488 490H116Z'
  const inner = ballet
    ? `<path d="M132 402Q190 384 250 392Q330 398 372 414Q330 440 230 446Q150 440 132 402Z" fill="#e9d8be"/>`
    : `<path d="M132 366Q190 346 250 350Q190 384 132 366Z" fill="#d8bd94"/>`
  const front = ballet
    ? `<path d="M378 424q-26-22-28 0 2 20 28 6 26 14 28-6-2-22-28 0z" fill="${tone(kit.hex, -0.2)}"/>`
    : kit.has('loafer')
      ? line(kit, 'M262 372Q330 430 430 426', 3) +
        `<path d="M222 384Q286 410 318 470L354 464Q330 400 268 366Z" fill="${tone(kit.hex, -0.18)}"/>`
      : `<path d="M222 372Q250 352 258 350L340 398Q316 420 300 424Z" fill="${tone(kit.hex, -0.16)}"/><g stroke="${tone(kit.hex, -0.5)}" stroke-width="5"><path d="M252 388L282 364M276 402L306 378M298 414L330 392"/></g>` +
        stitch(kit, 'M404 414Q392 450 400 486')
  const shine = `<ellipse cx="440" cy="442" rx="26" ry="7" fill="#fff" fill-opacity=".28" transform="rotate(18 440 442)"/>`
  const body =
    `<path d="M108 484H492Q496 498 488 504H190V${ballet ? 512 : 528}H116Z" fill="${tone(kit.hex, -0.62)}"/>` +
    inner +
    piece(kit, upper) +
    front +
    shine
  return pair(body)
}

const buckle = (x: number, y: number) =>
  `<rect x="${x}" y="${y}" width="26" height="30" rx="5" fill="none" stroke="#c7a35a" stroke-width="6"/>`

function sandals(kit: Kit): string {
  const sole =
    '<path d="M96 500Q200 478 300 492Q420 506 500 484Q512 508 492 524Q400 540 300 530H120Q92 526 96 500Z" fill="#b58a5c"/><path d="M100 496Q200 472 300 486Q420 500 500 480L498 494Q420 512 300 500Q200 490 98 510Z" fill="#d9b98b"/>'
  const strap = (d: string) =>
    `<path d="${d}" fill="none" stroke="${kit.hex}" stroke-width="30" stroke-linecap="round"/><path d="${d}" fill="none" stroke="${edge(kit.hex)}" stroke-width="30" stroke-linecap="round" stroke-opacity=".12"/><path d="${d}" fill="none" stroke="#fff" stroke-width="5" stroke-opacity=".25" stroke-linecap="round"/>`
  const body = kit.has('slides')
    ? sole +
      strap('M236 492Q270 390 340 494') +
      strap('M340 494Q390 400 440 490') +
      buckle(284, 416) +
      buckle(384, 420)
    : sole +
      strap('M350 494Q400 410 440 488') +
      strap('M128 486Q120 400 190 392Q250 396 262 488') +
      strap('M190 392Q290 398 392 440') +
      buckle(206, 378)
  return pair(body, 50, -110)
}

function socks(kit: Kit): string {
  const d = 'M226 130H344V380Q346 420 392 462Q440 508 410 552Q376 586 322 552L248 476Q222 450 224 400Z'
  const tip = `<path d="M372 446Q440 500 410 552Q376 586 330 556Q372 520 372 446ZM224 380Q222 450 250 478L292 444Q262 420 268 372Z" fill="${tone(kit.hex, -0.22)}"/>`
  const cuff = `<path d="M226 130H344V184H226Z" fill="${tone(kit.hex, -0.12)}"/><path d="M226 157H344" stroke="${edge(kit.hex)}" stroke-width="50" stroke-dasharray="2 6" stroke-opacity=".25"/>`
  const one =
    piece(kit, d) + tip + cuff + folds(kit, ['M240 392Q280 400 330 380', 'M236 300Q260 310 300 302'])
  return `<g transform="translate(92 30)rotate(6 300 350)">${one}</g><g transform="translate(-66 40)rotate(-4 300 350)">${one}</g>`
}

function bag(kit: Kit): string {
  const metal = '#c7a35a'
  if (kit.has('duffel')) {
    return (
      `<path d="M220 330Q220 200 300 200T380 330" fill="none" stroke="#6b4a2f" stroke-width="16"/>` +
      piece(kit, 'M96 350Q100 306 150 300H450Q500 306 504 350L512 520Q508 562 460 566H140Q92 562 88 520Z') +
      `<g fill="#6b4a2f"><rect x="208" y="300" width="22" height="266"/><rect x="370" y="300" width="22" height="266"/></g>` +
      line(kit, 'M110 316H490', 6) +
      folds(kit, ['M130 360Q150 450 136 540', 'M470 360Q452 450 466 540', 'M300 350Q310 430 298 520'])
    )
  }
  const handle = kit.has('tote')
    ? `<path d="M214 320Q216 130 300 130T386 320" fill="none" stroke="${tone(kit.hex, -0.3)}" stroke-width="15"/>`
    : kit.has('handle')
      ? `<path d="M236 300Q240 206 300 206T364 300" fill="none" stroke="${tone(kit.hex, -0.25)}" stroke-width="19"/>`
      : `<path d="M128 340Q130 110 300 106T472 340" fill="none" stroke="${tone(kit.hex, -0.25)}" stroke-width="10"/>`
  if (kit.has('tote')) {
    return (
      handle +
      piece(kit, 'M150 300H450L478 600Q476 622 452 622H148Q124 622 122 600Z') +
      stitch(kit, 'M156 318H444M136 604H464') +
      folds(kit, ['M196 340Q206 470 186 600', 'M410 350Q396 470 412 596', 'M300 380Q308 480 300 560']) +
      `<g fill="${metal}"><circle cx="215" cy="330" r="6"/><circle cx="385" cy="330" r="6"/></g>` +
      (kit.spec.seed % 2 === 0
        ? `<rect x="262" y="420" width="76" height="34" rx="4" fill="none" stroke="${edge(kit.hex)}" stroke-width="2"/><path d="M276 437h48" stroke="${edge(kit.hex)}" stroke-width="3"/>`
        : '')
    )
  }
  return (
    handle +
    piece(kit, 'M130 320Q132 296 160 296H440Q468 296 470 320L488 560Q486 590 458 590H142Q114 590 112 560Z') +
    piece(
      kit,
      'M126 314Q130 292 160 290H440Q470 292 474 314L470 420Q462 470 300 474Q138 470 130 420Z',
      tone(kit.hex, 0.05),
    ) +
    stitch(kit, 'M142 412Q152 456 300 460Q448 456 458 412') +
    `<rect x="276" y="446" width="48" height="54" rx="9" fill="${metal}"/><rect x="286" y="458" width="28" height="30" rx="5" fill="${tone(metal, -0.25)}"/><g fill="none" stroke="${metal}" stroke-width="7"><circle cx="130" cy="334" r="12"/><circle cx="470" cy="334" r="12"/></g>`
  )
}

function backpack(kit: Kit): string {
  const flap = kit.has('flap')
    ? piece(
        kit,
        'M170 250Q170 190 230 186H370Q430 190 430 250L426 380Q424 404 400 404H200Q176 404 174 380Z',
        tone(kit.hex, 0.05),
      ) +
      bothSides(
        '<g fill="#7a5334"><rect x="350" y="330" width="22" height="150" rx="5"/></g><rect x="346" y="424" width="30" height="28" rx="4" fill="none" stroke="#c7a35a" stroke-width="6"/>',
      )
    : line(kit, 'M176 300Q180 200 300 196Q420 200 424 300', 5) +
      piece(
        kit,
        'M196 420Q198 396 222 394H378Q402 396 404 420L410 570Q408 600 384 602H216Q192 600 190 570Z',
        kit.spec.pattern === 'plain' ? tone(kit.hex, 0.05) : kit.cloth,
      ) +
      line(kit, 'M200 440H400', 6)
  return (
    `<path d="M262 170Q262 120 300 120T338 170" fill="none" stroke="${tone(kit.hex, -0.35)}" stroke-width="14"/>` +
    bothSides(
      `<path d="M430 300Q480 360 470 520L436 560" fill="none" stroke="${tone(kit.hex, -0.35)}" stroke-width="20"/>`,
    ) +
    piece(kit, 'M156 280Q160 160 300 156Q440 160 444 280L458 590Q456 634 414 636H186Q144 634 142 590Z') +
    flap +
    folds(kit, ['M172 420Q182 500 170 600', 'M430 420Q420 500 432 600']) +
    '<rect x="272" y="254" width="56" height="26" rx="3" fill="#7a5334"/>'
  )
}

function scarf(kit: Kit): string {
  const fringe = (x: number, y: number) =>
    `<path d="${Array.from({ length: 11 }, (_, n) => `M${x + n * 9} ${y}l${(n % 3) - 1} 34`).join('')}" stroke="${tone(kit.hex, -0.1)}" stroke-width="5"/>`
  const left = 'M214 300Q196 450 206 628H306Q300 460 322 320Z'
  const right = 'M300 320Q338 420 344 560H444Q440 420 398 290Z'
  const loop = 'M168 236Q180 130 300 126Q420 130 432 236Q424 330 300 340Q176 330 168 236Z'
  return (
    fringe(212, 626) +
    fringe(348, 558) +
    piece(kit, right) +
    piece(kit, left) +
    folds(kit, ['M246 340Q236 480 240 610', 'M282 350Q268 480 274 610', 'M366 330Q394 440 398 546']) +
    piece(kit, loop) +
    `<path d="M226 214Q236 168 300 166Q364 168 374 214Q360 250 300 254Q240 250 226 214Z" fill="${tone(kit.hex, -0.42)}"/>` +
    folds(kit, ['M186 260Q240 320 380 300', 'M180 230Q220 290 330 304', 'M420 232Q410 270 370 286'])
  )
}

function beanie(kit: Kit): string {
  const pompon = kit.has('pompon')
    ? `<circle cx="300" cy="176" r="56" fill="${tone(kit.hex, 0.25)}"/><circle cx="300" cy="176" r="56" fill="none" stroke="${tone(kit.hex, 0.05)}" stroke-width="14" stroke-dasharray="3 6"/><circle cx="300" cy="176" r="34" fill="none" stroke="${tone(kit.hex, 0.1)}" stroke-width="12" stroke-dasharray="3 7"/>`
    : ''
  const ribs = [-130, -88, -44, 0, 44, 88, 130].map(
    (x) => `M${300 + x} 470Q${300 + x * 0.9} 300 ${300 + x * 0.3} 226`,
  )
  return (
    pompon +
    piece(kit, 'M136 480Q126 220 300 212Q474 220 464 480Z') +
    folds(kit, ribs) +
    piece(
      kit,
      'M120 462Q300 496 480 462Q490 510 480 562Q300 596 120 562Q110 510 120 462Z',
      tone(kit.hex, -0.05),
    ) +
    `<path d="M124 512Q300 546 476 512" fill="none" stroke="${edge(kit.hex)}" stroke-width="88" stroke-dasharray="2 9" stroke-opacity=".2"/><rect x="420" y="510" width="34" height="28" rx="3" fill="#7a5334"/>`
  )
}

function hat(kit: Kit): string {
  const weave = Array.from(
    { length: 7 },
    (_, n) => `M${206 + n * 3} ${300 + n * 22}Q300 ${316 + n * 22} ${394 - n * 3 + 6} ${300 + n * 22}`,
  ).join('')
  return (
    piece(kit, 'M40 480Q60 420 200 410H400Q540 420 560 480Q540 548 300 552Q60 548 40 480Z') +
    line(kit, 'M70 484Q110 530 300 534Q490 530 530 484', 1.6) +
    piece(kit, 'M186 470Q180 270 226 244Q262 236 300 252Q338 236 374 244Q420 270 414 470Q300 500 186 470Z') +
    line(kit, weave, 1.2) +
    folds(kit, ['M264 256Q300 300 336 256']) +
    `<path d="M186 412Q300 440 414 412L416 468Q300 500 184 468Z" fill="${tone(kit.hex, -0.62)}"/>`
  )
}

function gloves(kit: Kit): string {
  const d =
    'M214 620V460Q196 420 198 330Q200 308 216 310Q232 312 234 340V210Q238 186 254 188Q270 190 270 212V170Q274 148 290 150Q306 152 306 174V206Q310 188 326 192Q340 196 340 216V280Q346 260 360 264Q374 268 372 290Q372 420 348 470V620Z'
  const one =
    piece(kit, d) +
    line(kit, 'M236 340V380M271 220V340M307 220V336M341 284V350', 2) +
    stitch(kit, 'M216 520H346') +
    piece(kit, 'M208 560H354V624H208Z', tone(kit.hex, -0.1)) +
    folds(kit, ['M240 450Q280 466 330 448'])
  return `<g transform="translate(116 24)rotate(10 300 400)scale(.9)">${one}</g><g transform="translate(-40 50)rotate(-8 300 400)scale(.9)">${one}</g>`
}

function belt(kit: Kit): string {
  const ring = (r: number) =>
    `<circle cx="300" cy="400" r="${r}" fill="none" stroke="${tone(kit.hex, -0.15)}" stroke-width="46"/><circle cx="300" cy="400" r="${r + 18}" fill="none" stroke="#fff" stroke-width="3" stroke-dasharray="7 5" stroke-opacity=".45"/>`
  return (
    ring(96) +
    `<circle cx="300" cy="400" r="160" fill="none" stroke="${kit.hex}" stroke-width="52"/><circle cx="300" cy="400" r="180" fill="none" stroke="#fff" stroke-width="2.5" stroke-dasharray="8 6" stroke-opacity=".5"/><circle cx="300" cy="400" r="140" fill="none" stroke="#fff" stroke-width="2.5" stroke-dasharray="8 6" stroke-opacity=".5"/><circle cx="300" cy="400" r="166" fill="none" stroke="#fff" stroke-width="12" stroke-opacity=".1"/>` +
    piece(kit, 'M300 534H470Q496 560 470 586H300Z', kit.hex) +
    '<g fill="#000" fill-opacity=".5"><circle cx="400" cy="560" r="4"/><circle cx="424" cy="560" r="4"/><circle cx="448" cy="560" r="4"/></g><rect x="270" y="516" width="74" height="88" rx="12" fill="none" stroke="#b98f45" stroke-width="12"/><path d="M276 560H346" stroke="#d9b76c" stroke-width="8" stroke-linecap="round"/>'
  )
}

export const extras: Record<string, Drawing> = {
  sneakers,
  boots,
  shoes,
  sandals,
  socks,
  bag,
  backpack,
  scarf,
  beanie,
  hat,
  gloves,
  belt,
}
