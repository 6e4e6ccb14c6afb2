import type { Range } from './style.ts'

const ours = { brand: 'Osnowa', audience: 'unisex', sizes: 'one', fit: 'regular', season: 'all-year' } as const
const summer = 'spring-summer'
const winter = 'autumn-winter'

export const accessories: Range[] = [
  {
    ...ours, cut: 'bag', category: 'torebki-i-plecaki', brand: 'Trakt', audience: 'women',
    styles: [
      ['Targowa', 'Torebka shopper', 'Leather tote', 399, 'leather', 'black camel burgundy', 'Mieści laptopa, buty na zmianę i bagietkę, a wygląda lekko.', 'Takes a laptop, spare shoes and a baguette, and still looks light.', { details: 'tote' }],
      ['Listonoszka', 'Torebka na ramię', 'Crossbody bag', 279, 'leather', 'chestnut black sage', 'Klapa na magnes i pasek, który można skrócić do pachy lub puścić na biodro.', 'A magnetic flap and a strap that shortens to the arm or drops to the hip.', { details: 'flap' }],
      ['Kuferek', 'Torebka kuferek', 'Top-handle bag', 349, 'leather', 'bottle ecru black', 'Mała, sztywna, z jedną rączką; na wieczór w teatrze i na lunch.', 'Small, firm, with one handle; for an evening at the theatre and for lunch.', { details: 'flap handle' }],
    ],
  },
  {
    ...ours, cut: 'bag', category: 'torebki-i-plecaki',
    styles: [
      ['Bazarek', 'Torba płócienna', 'Canvas tote', 59, 'canvas', 'ecru navy mustard', 'Zakupy, książki, koc: uniesie piętnaście kilo i da się wyprać.', 'Shopping, books, a blanket: it carries fifteen kilos and can be washed.', { details: 'tote' }],
      ['Weekend', 'Torba podróżna', 'Weekend bag', 249, 'canvas', 'olive navy sand', 'Wymiary kabinowe, skórzane uchwyty i osobna komora na buty.', 'Cabin size, leather handles and a separate shoe compartment.', { details: 'duffel' }],
    ],
  },
  {
    ...ours, cut: 'backpack', category: 'torebki-i-plecaki',
    styles: [
      ['Kampus', 'Plecak', 'Backpack', 199, 'canvas', 'navy graphite olive mustard', 'Miejski plecak 18 litrów o prostej bryle.', 'A city backpack of 18 litres with a plain outline.'],
      ['Tornister', 'Plecak z klapą', 'Flap backpack', 259, 'canvas', 'sand bottle black', 'Klapa na dwa paski i usztywnione plecy, inspirowany szkolnym tornistrem.', 'A flap with two straps and a firm back, after the old school satchel.', { details: 'flap' }],
      ['Mrówka', 'Plecak dziecięcy', 'Kids’ backpack', 99, 'canvas', 'red sky mint', 'Na śniadaniówkę, bidon i jednego pluszaka.', 'For a lunch box, a bottle and one soft toy.', { audience: 'kids', pattern: 'dots' }],
    ],
  },
  {
    ...ours, cut: 'scarf', category: 'szaliki-i-chusty', season: winter,
    styles: [
      ['Halny', 'Szalik wełniany', 'Wool scarf', 129, 'wool', 'camel graphite burgundy navy', 'Gładki, gęsto tkany, do płaszcza.', 'Plain and densely woven, for a coat.'],
      ['Krajka', 'Szalik w kratę', 'Checked scarf', 149, 'wool', 'red bottle camel', 'Duża krata w trzech kolorach, która ożywi najbardziej szary płaszcz.', 'A large three-colour check that cheers the greyest coat.', { pattern: 'check' }],
      ['Puch', 'Szal z alpaką', 'Alpaca wrap', 199, 'alpaca', 'ecru powder sage', 'Miękki jak obłok, na tyle szeroki, że bywa kocem w pociągu.', 'Soft as a cloud and wide enough to be a blanket on the train.'],
      ['Prążek', 'Szalik w paski', 'Striped scarf', 119, 'merino', 'navy rust grey', 'Wąskie paski i cienka merino, do zawiązania na trzy sposoby.', 'Narrow stripes in fine merino, to be tied in three ways.', { pattern: 'stripe' }],
    ],
  },
  {
    ...ours, cut: 'beanie', category: 'czapki-i-kapelusze', season: winter,
    styles: [
      ['Dach', 'Czapka z merino', 'Merino beanie', 89, 'merino', 'navy graphite mustard burgundy', 'Gładka czapka, która nie uciska czoła i mieści się w kieszeni.', 'A plain beanie that does not press the forehead and fits in a pocket.'],
      ['Pompon', 'Czapka z pomponem', 'Bobble hat', 99, 'wool', 'ecru red petrol', 'Gruby splot i pompon na zatrzask, do zdjęcia przed praniem.', 'A chunky knit and a bobble on a press stud, to take off before washing.', { details: 'pompon', pattern: 'knit' }],
      ['Szron', 'Czapka dziecięca', 'Kids’ beanie', 59, 'merino', 'mint raspberry navy', 'Miękka, z wełny, która nie gryzie w uszy.', 'Soft, in wool that does not bite the ears.', { audience: 'kids', details: 'pompon' }],
    ],
  },
  {
    ...ours, cut: 'hat', category: 'czapki-i-kapelusze',
    styles: [
      ['Żniwa', 'Kapelusz słomkowy', 'Straw hat', 119, 'canvas', 'sand ecru', 'Szerokie rondo z plecionki i kontrastowa wstążka, na długie popołudnia w ogrodzie.', 'A wide woven brim and a contrast ribbon, for long afternoons in the garden.', { season: summer }],
      ['Kawiarnia', 'Kapelusz wełniany', 'Felt hat', 199, 'wool', 'camel black burgundy', 'Filc formowany na drewnianej główce, jak w dawnych pracowniach modniarskich.', 'Felt blocked on a wooden form, as milliners used to do.', { season: winter }],
    ],
  },
  {
    ...ours, cut: 'gloves', category: 'rekawiczki', sizes: 'gloves', season: winter,
    styles: [
      ['Dłoń', 'Rękawiczki skórzane', 'Leather gloves', 179, 'leather', 'black chestnut burgundy', 'Jagnięca skóra na podszewce z wełny.', 'Lambskin on a wool lining.'],
      ['Mróz', 'Rękawiczki z merino', 'Merino gloves', 79, 'merino', 'navy grey mustard', 'Cienkie, pod grubsze albo na jesień solo.', 'Thin, under a thicker pair or alone in autumn.', { pattern: 'knit' }],
    ],
  },
  {
    ...ours, cut: 'belt', category: 'paski', brand: 'Trakt', sizes: 'belts',
    styles: [
      ['Rymarz', 'Pasek skórzany', 'Leather belt', 149, 'leather', 'chestnut black', 'Jeden kawałek skóry grubości 4 mm, bez klejenia i bez wypełniacza.', 'One piece of leather 4 mm thick, nothing glued, nothing filled.'],
      ['Klamerka', 'Pasek zamszowy', 'Suede belt', 129, 'suede', 'camel navy', 'Do chinosów i lnianych spodni, o pół tonu mniej oficjalny.', 'For chinos and linen trousers, half a tone less formal.'],
    ],
  },
  {
    ...ours, cut: 'socks', category: 'skarpety', sizes: 'socks',
    styles: [
      ['Krok', 'Skarpety bawełniane', 'Cotton socks', 25, 'organic-cotton', 'black navy grey white', 'Te zwykłe, tylko zrobione porządnie.', 'The ordinary ones, only properly made.'],
      ['Wzorek', 'Skarpety w paski', 'Striped socks', 29, 'organic-cotton', 'navy mustard raspberry', 'Kolorowe paski, które wyjrzą spod nogawki w sam raz.', 'Coloured stripes that peep out just enough.', { pattern: 'stripe' }],
      ['Kropla', 'Skarpety w groszki', 'Dotted socks', 29, 'organic-cotton', 'petrol burgundy butter', 'Groszki od palców po ściągacz, w zestawach, które trudno zgubić w praniu.', 'Dots from toe to cuff, in colours that are hard to lose in the wash.', { pattern: 'dots' }],
      ['Komin', 'Skarpety wełniane', 'Wool socks', 49, 'merino', 'graphite ecru bottle', 'Grube, do butów za kostkę i do chodzenia po domu.', 'Thick, for boots and for walking about the house.', { season: winter, pattern: 'knit' }],
    ],
  },
]
