import type { Range } from './style.ts'

const ours = { brand: 'Trakt', fit: 'regular', season: 'all-year' } as const
const summer = 'spring-summer'
const winter = 'autumn-winter'

export const footwear: Range[] = [
  {
    ...ours, cut: 'sneakers', category: 'sneakersy', audience: 'women', sizes: 'women-shoes',
    styles: [
      ['Rondo', 'Sneakersy skórzane', 'Leather sneakers', 299, 'leather', 'white powder black', 'Minimalistyczne, na grubszej podeszwie, do sukienki i do garnituru.', 'Minimal, on a thicker sole, for a dress and for a suit.'],
      ['Molo', 'Trampki płócienne', 'Canvas plimsolls', 149, 'canvas', 'white navy red butter', 'Lekkie trampki na całe lato, które można wyprać.', 'Light plimsolls for the whole summer; they can be washed.', { season: summer }],
      ['Sprint', 'Sneakersy zamszowe', 'Suede sneakers', 329, 'suede', 'sage camel grey', 'Sylwetka biegowa sprzed czterech dekad w kolorach tego sezonu.', 'A running shape from four decades ago in this season’s colours.'],
    ],
  },
  {
    ...ours, cut: 'sneakers', category: 'sneakersy', audience: 'men', sizes: 'men-shoes',
    styles: [
      ['Alejka', 'Sneakersy skórzane', 'Leather sneakers', 329, 'leather', 'white black navy', 'Proste, niskie, z gładkiej skóry; do jeansów i do spodni w kant.', 'Plain, low, in smooth leather; for jeans and creased trousers.'],
      ['Deptak', 'Trampki płócienne', 'Canvas plimsolls', 159, 'canvas', 'white navy olive', 'Bielone brzegi, bawełniane sznurówki, zero kombinowania.', 'Whitened edges, cotton laces, no fuss.', { season: summer }],
      ['Peron', 'Sneakersy zamszowe', 'Suede sneakers', 349, 'suede', 'navy camel graphite', 'Na długie miasto: amortyzowana podeszwa i zamsz w trzech odcieniach.', 'For a long day in town: a cushioned sole and suede in three shades.'],
    ],
  },
  {
    ...ours, cut: 'sneakers', category: 'sneakersy', audience: 'kids', sizes: 'kids-shoes',
    styles: [
      ['Skok', 'Sneakersy dziecięce na rzepy', 'Kids’ strap sneakers', 149, 'canvas', 'navy mint raspberry', 'Dwa rzepy, zero sznurowania; podeszwa gnie się tam, gdzie stopa.', 'Two straps and no laces; the sole bends where the foot does.'],
      ['Berek', 'Trampki dziecięce', 'Kids’ plimsolls', 99, 'canvas', 'white red navy', 'Gumowany nosek przetrwa hamowanie na hulajnodze.', 'The rubber toe survives braking on a scooter.', { season: summer }],
    ],
  },
  {
    ...ours, cut: 'boots', category: 'botki-i-trzewiki', audience: 'women', sizes: 'women-shoes', season: winter,
    styles: [
      ['Bruk', 'Sztyblety', 'Chelsea boots', 399, 'leather', 'black chestnut burgundy', 'Wsuwane, na płaskim obcasie, z pętelką z tyłu.', 'Slip-on, flat-heeled, with a loop at the back.', { details: 'chelsea' }],
      ['Zaułek', 'Botki zamszowe', 'Suede ankle boots', 429, 'suede', 'sand black cocoa', 'Słupek 5 cm, w którym da się biec na autobus.', 'A 5 cm block heel you can run for a bus in.', { details: 'heel chelsea' }],
      ['Lodowa', 'Trzewiki ocieplane', 'Lined lace-up boots', 459, 'leather', 'black cocoa', 'Wełniana wyściółka i gruby bieżnik na breję i lód.', 'A wool lining and a deep tread for slush and ice.'],
    ],
  },
  {
    ...ours, cut: 'boots', category: 'botki-i-trzewiki', audience: 'men', sizes: 'men-shoes', season: winter,
    styles: [
      ['Kuźnia', 'Trzewiki skórzane', 'Leather lace-up boots', 499, 'leather', 'chestnut black', 'Robocza sylwetka, eleganckie wykończenie i szycie przez podeszwę.', 'A workman’s shape, a smart finish and a stitched-through sole.'],
      ['Arkada', 'Sztyblety', 'Chelsea boots', 459, 'suede', 'camel graphite cocoa', 'Smukłe, zamszowe, do wąskich jeansów i do garnituru bez krawata.', 'Slim suede, for narrow jeans and for a suit without a tie.', { details: 'chelsea' }],
    ],
  },
  {
    ...ours, cut: 'boots', category: 'botki-i-trzewiki', audience: 'kids', sizes: 'kids-shoes', season: winter,
    styles: [['Kałuża', 'Trzewiki dziecięce', 'Kids’ boots', 199, 'leather', 'navy chestnut', 'Membrana, ciepła wyściółka i język, którego nie da się wcisnąć krzywo.', 'A membrane, a warm lining and a tongue that cannot go in crooked.']],
  },
  {
    ...ours, cut: 'shoes', category: 'polbuty', audience: 'women', sizes: 'women-shoes',
    styles: [
      ['Kamienica', 'Mokasyny', 'Loafers', 329, 'leather', 'black burgundy chestnut', 'Mokasyny z paskiem przez podbicie, na codzienne dwa tysiące kroków i więcej.', 'Penny loafers for your daily two thousand steps and more.', { details: 'loafer' }],
      ['Balkon', 'Baleriny', 'Ballet flats', 249, 'leather', 'black powder red', 'Miękkie, z kokardką, złożą się do torebki po weselu.', 'Soft, with a bow; they fold into a bag after the wedding.', { details: 'ballet', season: summer }],
    ],
  },
  {
    ...ours, cut: 'shoes', category: 'polbuty', audience: 'men', sizes: 'men-shoes',
    styles: [
      ['Ratusz', 'Derby', 'Derby shoes', 449, 'leather', 'black chestnut', 'Otwarta przyszwa, więc wygodne także na wyższe podbicie.', 'Open lacing, so comfortable for a higher instep too.'],
      ['Teatr', 'Oksfordy', 'Oxford shoes', 499, 'leather', 'black burgundy', 'Do ślubu, do opery i na rozmowę o podwyżkę.', 'For a wedding, the opera and the talk about a rise.'],
    ],
  },
  {
    ...ours, cut: 'sandals', category: 'sandaly', audience: 'women', sizes: 'women-shoes', season: summer,
    styles: [
      ['Plaża', 'Sandały skórzane', 'Leather sandals', 229, 'leather', 'camel black silver', 'Trzy paski, płaska podeszwa, brak pęcherzy po pierwszym dniu.', 'Three straps, a flat sole, no blisters after the first day.'],
      ['Promenada', 'Klapki', 'Slides', 179, 'leather', 'white cocoa butter', 'Dwie klamry i korkowe podłoże: od tarasu po targ.', 'Two buckles and a cork footbed: from the terrace to the market.', { details: 'slides' }],
    ],
  },
  {
    ...ours, cut: 'sandals', category: 'sandaly', audience: 'men', sizes: 'men-shoes', season: summer,
    styles: [['Nabrzeże', 'Sandały skórzane', 'Leather sandals', 249, 'leather', 'chestnut black', 'Zapinana pięta i szerokie paski, na brukowane starówki.', 'A strapped heel and wide bands, for cobbled old towns.']],
  },
]
