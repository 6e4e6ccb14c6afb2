import type { Range } from './style.ts'

const ours = { brand: 'Wątek', audience: 'men', sizes: 'men-letters', fit: 'regular', season: 'all-year' } as const
const summer = 'spring-summer'
const winter = 'autumn-winter'

export const men: Range[] = [
  {
    ...ours, cut: 'tshirt', category: 't-shirty-i-topy', brand: 'Osnowa',
    styles: [
      ['Bór', 'T-shirt', 'T-shirt', 69, 'organic-cotton', 'white black navy olive grey', 'Nasz najczęściej kupowany t-shirt: 180 g/m², prosty krój, bez nadruku.', 'Our best-selling T-shirt: 180 g/m², straight cut, no print.'],
      ['Żagiel', 'T-shirt w paski', 'Striped T-shirt', 89, 'cotton', 'white navy sage', 'Równe, tkane paski, które schodzą się w szwach bocznych.', 'Even woven-in stripes that meet at the side seams.', { pattern: 'stripe' }],
      ['Grab', 'T-shirt ciężki', 'Heavyweight T-shirt', 109, 'cotton', 'ecru graphite rust', 'Gruba dzianina 240 g/m² i opuszczone ramię; nosi się jak lekką bluzę.', 'A heavy 240 g/m² jersey and a dropped shoulder; wears like a light sweatshirt.', { fit: 'oversize' }],
      ['Buk', 'T-shirt z długim rękawem', 'Long-sleeved T-shirt', 99, 'cotton', 'white black bottle', 'Na guziki pod szyją, jak u dziadka, tylko lepiej skrojony.', 'Buttoned at the neck like grandfather’s, only better cut.', { details: 'long-sleeve henley' }],
    ],
  },
  {
    ...ours, cut: 'polo', category: 't-shirty-i-topy', season: summer,
    styles: [
      ['Regata', 'Koszulka polo', 'Polo shirt', 129, 'cotton', 'white navy bottle red', 'Pika o wyraźnym splocie i kołnierzyk z cienkim paskiem.', 'Textured piqué and a collar with a fine tipping.'],
      ['Bosman', 'Koszulka polo w paski', 'Striped polo shirt', 149, 'cotton', 'sky white burgundy', 'Paski na całości, gładki kołnierzyk, dwa guziki.', 'Stripes all over, a plain collar, two buttons.', { pattern: 'stripe' }],
    ],
  },
  {
    ...ours, cut: 'shirt', category: 'koszule-i-bluzki',
    styles: [
      ['Henryk', 'Koszula oksfordzka', 'Oxford shirt', 199, 'cotton', 'white sky powder', 'Kołnierzyk na guziki i splot oksford, który z czasem tylko zyskuje.', 'A button-down collar and an oxford weave that only gains with time.', { details: 'pocket' }],
      ['Zygmunt', 'Koszula popelinowa', 'Poplin shirt', 179, 'cotton', 'white sky black', 'Do garnituru: łatwa w prasowaniu, z krytą plisą.', 'For a suit: easy to iron, with a covered placket.', { fit: 'slim' }],
      ['Leszek', 'Koszula lniana', 'Linen shirt', 219, 'linen', 'white sand sky olive', 'Stójka zamiast kołnierzyka, rękaw do podwinięcia i lato z głowy.', 'A band collar, sleeves to roll up, and summer is sorted.', { season: summer, fit: 'relaxed', details: 'band' }],
      ['Mieszko', 'Koszula flanelowa w kratę', 'Checked flannel shirt', 179, 'flannel', 'red bottle navy', 'Drwalska krata, dwie kieszenie na piersi i ciepło ogniska w komplecie.', 'A lumberjack check, two chest pockets and the warmth of a campfire.', { pattern: 'check', season: winter, details: 'pocket' }],
      ['Kazimierz', 'Koszula w prążki', 'Pinstriped shirt', 199, 'cotton', 'white sky', 'Prążek tak cienki, że z dwóch kroków wygląda jak gładki kolor.', 'A stripe so fine that from two steps away it reads as plain.', { pattern: 'pinstripe', fit: 'slim' }],
      ['Bolko', 'Koszula sztruksowa', 'Corduroy shirt', 209, 'corduroy', 'camel bottle navy', 'Drobny sztruks na przejściową porę, zamiast kurtki albo pod nią.', 'Fine corduroy for in-between days, instead of a jacket or under it.', { season: winter, details: 'pocket' }],
    ],
  },
  {
    ...ours, cut: 'sweater', category: 'swetry', season: winter,
    styles: [
      ['Rysy', 'Sweter z merino', 'Merino jumper', 249, 'merino', 'navy grey burgundy bottle', 'Dekolt w serek na koszulę z krawatem albo bez.', 'A V-neck for a shirt with a tie or without.', { details: 'v-neck', fit: 'slim' }],
      ['Giewont', 'Golf', 'Roll-neck jumper', 269, 'merino', 'black ecru graphite', 'Zastępuje koszulę i krawat, gdy jest minus dziesięć.', 'Replaces shirt and tie when it is ten below.', { details: 'roll-neck', fit: 'slim' }],
      ['Czupel', 'Sweter w warkocze', 'Cable-knit jumper', 289, 'wool', 'ecru navy olive', 'Rybacki splot, gęsty i ciężki w dobrym znaczeniu.', 'A fisherman’s knit, dense and heavy in the good sense.', { pattern: 'knit' }],
      ['Skrzyczne', 'Sweter norweski', 'Fair Isle jumper', 299, 'wool', 'navy burgundy graphite', 'Żakardowy wzór na karczku, z wełny, która pachnie świętami.', 'A jacquard yoke, in wool that smells of the holidays.', { pattern: 'zigzag' }],
    ],
  },
  {
    ...ours, cut: 'cardigan', category: 'swetry', season: winter,
    styles: [['Profesor', 'Kardigan', 'Cardigan', 279, 'wool', 'graphite bottle camel', 'Rogowe guziki i szalowy kołnierz; łaty na łokciach zostawiamy Tobie.', 'Horn buttons and a shawl collar; the elbow patches are up to you.']],
  },
  {
    ...ours, cut: 'hoodie', category: 'bluzy', brand: 'Osnowa',
    styles: [
      ['San', 'Bluza z kapturem', 'Hoodie', 189, 'fleece', 'graphite navy ecru olive', 'Gruba bluza, którą wszyscy domownicy będą Ci podbierać.', 'A thick hoodie that everyone at home will borrow.', { fit: 'relaxed' }],
      ['Wisłok', 'Bluza rozpinana', 'Zip-up hoodie', 209, 'fleece', 'grey black burgundy', 'Pełny zamek i dwie kieszenie, wygodna w podróży.', 'A full zip and two pockets, comfortable for travel.', { details: 'zip' }],
    ],
  },
  {
    ...ours, cut: 'sweatshirt', category: 'bluzy', brand: 'Osnowa',
    styles: [['Osława', 'Bluza', 'Sweatshirt', 159, 'fleece', 'grey navy rust black', 'Okrągły dekolt z trójkątną wstawką i nic więcej.', 'A crew neck with a V insert and nothing more.']],
  },
  {
    ...ours, cut: 'chinos', category: 'chinosy', sizes: 'men-numbers',
    styles: [
      ['Traper', 'Chinosy', 'Chinos', 189, 'cotton', 'sand navy olive graphite', 'Prosta nogawka i dwuprocentowy dodatek elastanu.', 'A straight leg and two per cent stretch.'],
      ['Szlak', 'Chinosy zwężane', 'Tapered chinos', 199, 'cotton', 'camel navy burgundy', 'Luźniejsze w udzie, węższe od kolana, do kostki.', 'Roomier in the thigh, narrower from the knee, to the ankle.', { fit: 'slim' }],
      ['Wigor', 'Spodnie sztruksowe', 'Corduroy trousers', 219, 'corduroy', 'camel bottle cocoa', 'Sztruks jak z wykładu z historii sztuki, krój całkiem dzisiejszy.', 'Corduroy from an art history lecture, the cut quite up to date.', { season: winter }],
    ],
  },
  {
    ...ours, cut: 'jeans', category: 'jeansy', sizes: 'men-numbers',
    styles: [
      ['Warta', 'Jeansy proste', 'Straight jeans', 209, 'denim', 'navy denim black', 'Uczciwe, proste jeansy. Nie za ciasne, nie za modne, zawsze w porę.', 'Honest straight jeans. Not too tight, not too fashionable, always right.'],
      ['Noteć', 'Jeansy dopasowane', 'Slim jeans', 199, 'denim', 'navy graphite sky', 'Dopasowane w udzie i łydce, z miękkim, elastycznym denimem.', 'Close in the thigh and calf, in soft stretch denim.', { fit: 'slim' }],
      ['Obra', 'Jeansy luźne', 'Loose jeans', 229, 'denim', 'sky denim', 'Luz lat dziewięćdziesiątych, ale pas trzyma się tam, gdzie trzeba.', 'Nineties ease, though the waist stays where it should.', { details: 'wide', fit: 'relaxed' }],
    ],
  },
  {
    ...ours, cut: 'trousers', category: 'spodnie-wyjsciowe', sizes: 'men-numbers',
    styles: [['Konrad', 'Spodnie garniturowe', 'Suit trousers', 279, 'wool', 'navy graphite black', 'Do kompletu z marynarką Gustaw albo do swetra z merino.', 'To match the Gustaw blazer, or a merino jumper.', { fit: 'slim' }]],
  },
  {
    ...ours, cut: 'joggers', category: 'joggery', brand: 'Osnowa',
    styles: [['Łyna', 'Joggery', 'Joggers', 149, 'fleece', 'grey navy black olive', 'Na kanapę, na trening i do sklepu po bułki.', 'For the sofa, the gym and the bakery.']],
  },
  {
    ...ours, cut: 'shorts', category: 'szorty', sizes: 'men-numbers', season: summer,
    styles: [
      ['Łeba', 'Szorty chino', 'Chino shorts', 139, 'cotton', 'sand navy sage red', 'Gładkie i schludne, do polo i do t-shirtu.', 'Plain and tidy, for a polo and for a T-shirt.'],
      ['Jantar', 'Szorty lniane', 'Linen shorts', 159, 'linen', 'sand white petrol', 'Na gumie ze sznurkiem, przewiewne jak plaża o poranku.', 'On a drawstring, as airy as the beach in the morning.', { fit: 'relaxed' }],
    ],
  },
  {
    ...ours, cut: 'swimshorts', category: 'stroje-kapielowe', season: summer,
    styles: [['Mielno', 'Szorty kąpielowe', 'Swim shorts', 119, 'swim', 'navy coral petrol', 'Długość do połowy uda i sznurek, który się nie rozwiązuje.', 'Mid-thigh length and a cord that stays tied.']],
  },
  {
    ...ours, cut: 'blazer', category: 'garnitury-i-marynarki', sizes: 'men-numbers',
    styles: [
      ['Gustaw', 'Marynarka garniturowa', 'Suit blazer', 699, 'wool', 'navy graphite black', 'Dwuguzikowa, z wełny super 110, z dwoma rozcięciami z tyłu.', 'Two buttons, super 110 wool, two vents at the back.', { fit: 'slim' }],
      ['Tadeusz', 'Marynarka w jodełkę', 'Herringbone blazer', 599, 'wool', 'camel graphite', 'Tweedowa marynarka do jeansów i do chinosów, z naszywanymi kieszeniami.', 'A tweed jacket for jeans and chinos, with patch pockets.', { pattern: 'herringbone', season: winter }],
      ['Edmund', 'Marynarka lniana', 'Linen blazer', 549, 'linen', 'sand sky', 'Na letnie wesela: bez podszewki, miękkie ramię, dwa guziki.', 'For summer weddings: unlined, soft-shouldered, two buttons.', { season: summer }],
    ],
  },
  {
    ...ours, cut: 'coat', category: 'plaszcze', sizes: 'men-numbers', season: winter,
    styles: [
      ['Dyrektor', 'Płaszcz wełniany', 'Wool overcoat', 799, 'wool', 'navy graphite camel', 'Jednorzędowy, do kolan, na garnitur i na bluzę z kapturem.', 'Single-breasted, to the knee, over a suit or over a hoodie.'],
      ['Kapitan', 'Płaszcz marynarski', 'Pea coat', 599, 'wool', 'navy black', 'Krótki, dwurzędowy, z kotwicami na guzikach.', 'Short, double-breasted, with anchors on the buttons.', { details: 'double short' }],
    ],
  },
  {
    ...ours, cut: 'parka', category: 'parki', brand: 'Ruczaj', season: winter,
    styles: [
      ['Śnieżnik', 'Parka zimowa', 'Winter parka', 599, 'padded', 'olive black navy', 'Na przystanek przy minus piętnastu: sięga ud i osłania kark.', 'For a bus stop at fifteen below: thigh-long and snug at the neck.'],
      ['Ślęża', 'Parka przejściowa', 'Light parka', 399, 'cotton', 'sand olive', 'Bez ocieplenia, na wiosnę i na mżawkę, z miejscem na sweter.', 'Unpadded, for spring and drizzle, with room for a jumper.', { season: 'all-year' }],
    ],
  },
  {
    ...ours, cut: 'quilted', category: 'kurtki-pikowane', brand: 'Ruczaj', season: winter,
    styles: [['Lubomir', 'Kurtka pikowana', 'Quilted jacket', 349, 'padded', 'navy bottle black rust', 'Pikowana w poziome pasy, z dwiema kieszeniami na zamek.', 'Quilted in horizontal channels, with two zipped pockets.']],
  },
  {
    ...ours, cut: 'bomber', category: 'bomberki', brand: 'Ruczaj',
    styles: [
      ['Pilot', 'Bomberka', 'Bomber jacket', 299, 'padded', 'olive black navy', 'Lekko ocieplana, z pomarańczową podszewką tylko do Twojej wiadomości.', 'Lightly padded, with an orange lining for your eyes only.'],
      ['Zamszowa Góra', 'Kurtka zamszowa', 'Suede jacket', 999, 'suede', 'camel cocoa', 'Koźli zamsz i dzianinowe ściągacze; kurtka, która będzie starzeć się z Tobą.', 'Goat suede with knitted ribs; a jacket that will age with you.'],
    ],
  },
  {
    ...ours, cut: 'pyjamas', category: 'pizamy', brand: 'Osnowa',
    styles: [['Poduszkowiec', 'Piżama w kratę', 'Checked pyjamas', 169, 'flannel', 'navy burgundy bottle', 'Flanelowa krata na wieczory z książką i poranki bez budzika.', 'A flannel check for evenings with a book and mornings without an alarm.', { pattern: 'check', season: winter }]],
  },
  {
    ...ours, cut: 'robe', category: 'pizamy', brand: 'Osnowa', audience: 'unisex',
    styles: [['Para', 'Szlafrok waflowy', 'Waffle bathrobe', 199, 'cotton', 'white grey sage navy', 'Wafelkowy splot chłonie jak frotte, a waży o połowę mniej.', 'The waffle weave drinks like terry and weighs half as much.', { fit: 'relaxed' }]],
  },
]
