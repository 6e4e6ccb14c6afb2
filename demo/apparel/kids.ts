import type { Range } from './style.ts'

const ours = {
  brand: 'Pędrak', audience: 'kids', sizes: 'kids', fit: 'regular', season: 'all-year', category: 'ubrania-dla-dzieci',
} as const
const summer = 'spring-summer'
const winter = 'autumn-winter'

export const kids: Range[] = [
  {
    ...ours, cut: 'tshirt',
    styles: [
      ['Kijanka', 'T-shirt dziecięcy', 'Kids’ T-shirt', 39, 'organic-cotton', 'white mint mustard navy', 'Znosi trawę, błoto i codzienne pranie. Bez metki, która drapie.', 'Survives grass, mud and daily washing. No scratchy label.'],
      ['Biedronka Kropka', 'T-shirt w kropki', 'Dotted T-shirt', 45, 'organic-cotton', 'red sky butter', 'Kropki z nadruku wodnego, który nie pęka i nie blaknie.', 'Dots in a water-based print that neither cracks nor fades.', { pattern: 'dots' }],
      ['Pasikonik', 'T-shirt w paski', 'Striped T-shirt', 45, 'organic-cotton', 'white sage coral', 'Wesołe paski i napy na ramieniu w najmniejszych rozmiarach.', 'Cheerful stripes and shoulder snaps in the smallest sizes.', { pattern: 'stripe' }],
      ['Sówka', 'T-shirt z długim rękawem', 'Long-sleeved T-shirt', 49, 'organic-cotton', 'ecru lavender petrol', 'Do przedszkola od września do maja.', 'For nursery school from September to May.', { details: 'long-sleeve' }],
    ],
  },
  {
    ...ours, cut: 'hoodie',
    styles: [
      ['Miś', 'Bluza z kapturem', 'Kids’ hoodie', 99, 'fleece', 'camel grey mint raspberry', 'Kaptur bez sznurków, za to z miękkim podbiciem.', 'A hood without cords but with a soft lining.'],
      ['Jeżyk', 'Bluza rozpinana', 'Zip-up hoodie', 109, 'fleece', 'navy mustard olive', 'Zamek z osłonką pod brodą, żeby nic nie przycięło.', 'A zip with a chin guard, so that nothing gets caught.', { details: 'zip' }],
    ],
  },
  {
    ...ours, cut: 'sweater', season: winter,
    styles: [
      ['Baranek', 'Sweter dziecięcy', 'Kids’ jumper', 119, 'merino', 'ecru red petrol', 'Merino, które nie gryzie, więc obejdzie się bez negocjacji.', 'Merino that does not itch, so no negotiations are needed.'],
      ['Bałwanek', 'Sweter w norweski wzór', 'Fair Isle jumper', 129, 'wool', 'navy red bottle', 'Na sanki i pod choinkę.', 'For sledging and for under the tree.', { pattern: 'zigzag' }],
    ],
  },
  {
    ...ours, cut: 'dress',
    styles: [
      ['Poziomka', 'Sukienka w groszki', 'Polka-dot dress', 99, 'cotton', 'red navy powder', 'Kręci się, jak trzeba, i nie podjeżdża na huśtawce.', 'It twirls as it should and stays down on the swing.', { pattern: 'dots' }],
      ['Niezapominajka', 'Sukienka w kwiaty', 'Floral dress', 109, 'cotton', 'sky butter lavender', 'Bufki, guziki na plecach i łąka w kieszeni.', 'Puff sleeves, buttons at the back and a meadow in the pocket.', { pattern: 'floral', season: summer }],
    ],
  },
  {
    ...ours, cut: 'jeans',
    styles: [['Urwis', 'Jeansy dziecięce', 'Kids’ jeans', 99, 'denim', 'denim navy black', 'Wzmocnione kolana i regulowany pas: starczą do następnego skoku wzrostu.', 'Reinforced knees and an adjustable waist: good until the next growth spurt.']],
  },
  {
    ...ours, cut: 'joggers',
    styles: [
      ['Żabka Hop', 'Joggery dziecięce', 'Kids’ joggers', 69, 'fleece', 'grey navy sage mustard', 'Do skakania, wspinania i siadania po turecku.', 'For jumping, climbing and sitting cross-legged.'],
      ['Gwiazdka', 'Joggery w gwiazdki', 'Starry joggers', 75, 'fleece', 'navy powder graphite', 'Gwiazdy na całości, sznurek tylko dla ozdoby.', 'Stars all over, a cord just for show.', { pattern: 'stars' }],
    ],
  },
  {
    ...ours, cut: 'shorts', season: summer,
    styles: [['Rak', 'Szorty dziecięce', 'Kids’ shorts', 59, 'cotton', 'sand navy coral', 'Na gumie i z kieszeniami na kamyki.', 'Elastic waist and pockets for pebbles.']],
  },
  {
    ...ours, cut: 'quilted', brand: 'Ruczaj', season: winter,
    styles: [['Sopelek', 'Kurtka pikowana dziecięca', 'Kids’ quilted jacket', 199, 'padded', 'red navy mustard mint', 'Ciepła, lekka, z odblaskową lamówką i miejscem na imię.', 'Warm and light, with reflective piping and a place for the name.', { details: 'hood' }]],
  },
  {
    ...ours, cut: 'parka', brand: 'Ruczaj', season: winter,
    styles: [['Niedźwiadek', 'Parka dziecięca', 'Kids’ parka', 249, 'padded', 'olive burgundy navy', 'Długa za pupę, rękawy ze ściągaczem, kaptur wypinany dla bezpieczeństwa.', 'Long over the bottom, ribbed sleeves, and a hood that unclips for safety.']],
  },
  {
    ...ours, cut: 'pyjamas',
    styles: [
      ['Sen', 'Piżama w gwiazdki', 'Starry pyjamas', 79, 'organic-cotton', 'navy sky lavender', 'Gwiazdy na dobranoc i mankiety, które zostają na miejscu.', 'Stars for good night and cuffs that stay where they are.', { pattern: 'stars' }],
      ['Chrapek', 'Piżama w paski', 'Striped pyjamas', 79, 'organic-cotton', 'mint red', 'Paski od szyi po kostki, jak na prawdziwego śpiocha przystało.', 'Stripes from neck to ankle, as befits a proper sleeper.', { pattern: 'stripe' }],
    ],
  },
  {
    ...ours, cut: 'tshirt', sizes: 'baby',
    styles: [
      ['Okruszek', 'Koszulka niemowlęca', 'Baby T-shirt', 35, 'organic-cotton', 'white powder sky mint', 'Kopertowy dekolt przejdzie przez każdą głowę bez protestu.', 'The envelope neck passes over any head without protest.'],
      ['Groszek', 'Koszulka niemowlęca w kropki', 'Dotted baby T-shirt', 39, 'organic-cotton', 'ecru butter', 'Małe kropki, napy bez niklu, szwy na zewnątrz.', 'Small dots, nickel-free snaps, seams on the outside.', { pattern: 'dots' }],
    ],
  },
]
