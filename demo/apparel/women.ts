import type { Range } from './style.ts'

const ours = { brand: 'Lniarka', audience: 'women', sizes: 'letters', fit: 'regular', season: 'all-year' } as const
const summer = 'spring-summer'
const winter = 'autumn-winter'

export const women: Range[] = [
  {
    ...ours, cut: 'tshirt', category: 't-shirty-i-topy',
    styles: [
      ['Nida', 'T-shirt', 'T-shirt', 79, 'organic-cotton', 'white black powder sage navy', 'Podstawa szafy: prosty krój, okrągły dekolt i rękaw do połowy ramienia.', 'The base of a wardrobe: straight cut, crew neck and a sleeve to mid-arm.'],
      ['Brda', 'T-shirt w paski', 'Striped T-shirt', 89, 'cotton', 'white ecru sky', 'Paski jak znad morza, odrobinę szersze na plecach. Lekko skrócony, pasuje do wysokiego stanu.', 'Seaside stripes, a little wider on the back. Slightly cropped, made for high waists.', { pattern: 'stripe' }],
      ['Wda', 'T-shirt z dekoltem V', 'V-neck T-shirt', 79, 'cotton', 'white black raspberry petrol', 'Płytki dekolt w serek wydłuża szyję i zostawia miejsce na naszyjnik.', 'A shallow V lengthens the neck and leaves room for a necklace.', { details: 'v-neck' }],
      ['Drawa', 'T-shirt z długim rękawem', 'Long-sleeved T-shirt', 99, 'cotton', 'ecru black burgundy bottle', 'Cienka warstwa na dziesięć miesięcy w roku, z rękawem sięgającym nasady dłoni.', 'A thin layer for ten months of the year, with sleeves down to the hand.', { details: 'long-sleeve', fit: 'slim' }],
    ],
  },
  {
    ...ours, cut: 'top', category: 't-shirty-i-topy', season: summer,
    styles: [
      ['Lawenda', 'Top na ramiączkach', 'Strappy top', 69, 'viscose', 'white lavender black coral', 'Cienkie ramiączka z regulacją i dekolt, który nie odstaje, gdy się pochylasz.', 'Thin adjustable straps and a neckline that stays put when you lean over.'],
      ['Mięta', 'Top lniany', 'Linen top', 109, 'linen', 'mint ecru mustard', 'Szerokie ramiączka zakrywają bieliznę, a skos na dole lekko faluje.', 'Wide straps cover what should be covered, and the bias hem ripples a little.'],
      ['Rumianek', 'Top w kwiaty', 'Floral top', 89, 'viscose', 'butter powder sky', 'Drobne kwiaty malowane akwarelą w naszej pracowni. Z tyłu guzik w kształcie łezki.', 'Small flowers painted in watercolour in our studio. A keyhole button at the back.', { pattern: 'floral' }],
    ],
  },
  {
    ...ours, cut: 'shirt', category: 'koszule-i-bluzki',
    styles: [
      ['Narew', 'Koszula lniana', 'Linen shirt', 199, 'linen', 'white sky sand sage', 'Luźna koszula z ukrytą plisą, na wakacje i do biura bez klimatyzacji.', 'A loose shirt with a hidden placket, for holidays and offices without air conditioning.', { season: summer, fit: 'relaxed' }],
      ['Pilica', 'Koszula popelinowa', 'Poplin shirt', 179, 'cotton', 'white sky black', 'Chrupiąca popelina i taliowanie, które widać dopiero z boku.', 'Crisp poplin, with shaping you only notice from the side.', { fit: 'slim' }],
      ['Gwda', 'Koszula w prążki', 'Pinstriped shirt', 189, 'cotton', 'white sky powder', 'Cienki męski prążek i kobiecy krój z opuszczonym ramieniem.', 'A thin menswear stripe on a feminine cut with a dropped shoulder.', { pattern: 'pinstripe', fit: 'relaxed' }],
      ['Raduńka', 'Koszula flanelowa', 'Flannel shirt', 169, 'flannel', 'burgundy bottle camel', 'Przytulna krata na jesień, dobra i jako lekka kurtka na t-shirt.', 'A cosy check for autumn, good as a light jacket over a T-shirt too.', { pattern: 'check', season: winter, fit: 'relaxed' }],
    ],
  },
  {
    ...ours, cut: 'blouse', category: 'koszule-i-bluzki',
    styles: [
      ['Jaśmina', 'Bluzka satynowa', 'Satin blouse', 189, 'satin', 'ecru powder bottle black', 'Bluzka o miękkim dekolcie, która wieczorem gra pierwsze skrzypce, a w dzień chowa się pod żakietem.', 'A soft-necked blouse that leads in the evening and hides under a jacket by day.'],
      ['Malwa', 'Bluzka w groszki', 'Polka-dot blouse', 159, 'viscose', 'navy white red', 'Groszki wielkości ziarna pieprzu i wiązanie pod szyją, które można zostawić luźno.', 'Dots the size of a peppercorn and a neck tie that may hang loose.', { pattern: 'dots', details: 'bow' }],
      ['Wrzosa', 'Bluzka w kwiaty', 'Floral blouse', 169, 'viscose', 'plum sage powder', 'Łąka w przygaszonych barwach i bufiasty rękaw zebrany w wąski mankiet.', 'A meadow in muted tones and a full sleeve gathered into a narrow cuff.', { pattern: 'floral' }],
      ['Kalina', 'Bluzka ze stójką', 'Band-collar blouse', 149, 'cotton', 'white ecru rust', 'Stójka, rząd obciąganych guzików i przód w drobne zakładki.', 'A band collar, covered buttons and a front of fine pintucks.'],
    ],
  },
  {
    ...ours, cut: 'sweater', category: 'swetry', season: winter,
    styles: [
      ['Hala', 'Sweter z alpaką', 'Alpaca jumper', 299, 'alpaca', 'ecru camel graphite powder', 'Gruby splot i obszerny krój na mróz, z wysokim, miękkim golfem.', 'A chunky knit and a generous cut for frost, with a high soft roll neck.', { details: 'roll-neck', fit: 'oversize' }],
      ['Turnia', 'Sweter z merino', 'Merino jumper', 249, 'merino', 'navy burgundy grey ecru', 'Gładki sweter pod szyję, tak cienki, że zmieści się pod żakietem.', 'A plain crew neck, thin enough to go under a jacket.', { fit: 'slim' }],
      ['Reglówka', 'Sweter w warkocze', 'Cable-knit jumper', 279, 'wool', 'ecru mustard petrol', 'Warkocze z przodu i na rękawach, plecy gładkie, by dobrze leżał pod kurtką.', 'Cables on the front and sleeves, a plain back so that it sits well under a jacket.', { pattern: 'knit' }],
      ['Siklawa', 'Sweter w paski', 'Striped jumper', 219, 'cotton', 'white navy rust', 'Bawełniany sweter na chłodniejszy letni wieczór, w paski różnej szerokości.', 'A cotton jumper for a cooler summer evening, in stripes of several widths.', { pattern: 'stripe', season: 'all-year' }],
    ],
  },
  {
    ...ours, cut: 'cardigan', category: 'swetry', season: winter,
    styles: [
      ['Połonina', 'Kardigan', 'Cardigan', 259, 'wool', 'ecru camel graphite bottle', 'Długi kardigan z szalowym kołnierzem, prawie lekki płaszcz.', 'A long cardigan with a shawl collar, almost a light coat.', { fit: 'relaxed' }],
      ['Polana', 'Kardigan z merino', 'Merino cardigan', 239, 'merino', 'powder navy red black', 'Krótki, do talii, z perłowymi guzikami. Zapięty pod szyję udaje bliźniak.', 'Short, to the waist, with pearly buttons. Done up, it passes for a twinset.', { fit: 'slim' }],
    ],
  },
  {
    ...ours, cut: 'sweatshirt', category: 'bluzy',
    styles: [
      ['Soła', 'Bluza', 'Sweatshirt', 149, 'fleece', 'grey ecru lavender navy', 'Gładka bluza o nieco pudełkowym kroju, do jeansów i do plisowanej spódnicy.', 'A plain sweatshirt with a slightly boxy cut, for jeans and for a pleated skirt.', { fit: 'relaxed' }],
      ['Skawa', 'Bluza ze stójką', 'Half-zip sweatshirt', 179, 'fleece', 'sage powder black', 'Krótki zamek pod szyją i stójka, którą można wywinąć.', 'A short zip at the neck and a collar that folds down.', { details: 'half-zip' }],
    ],
  },
  {
    ...ours, cut: 'hoodie', category: 'bluzy',
    styles: [['Raba', 'Bluza z kapturem', 'Hoodie', 189, 'fleece', 'ecru mint raspberry graphite', 'Kaptur, który naprawdę osłania, i rękaw na tyle długi, by schować dłonie.', 'A hood that truly covers, and sleeves long enough to hide your hands.', { fit: 'oversize' }]],
  },
  {
    ...ours, cut: 'dress', category: 'sukienki', sizes: 'women-numbers',
    styles: [
      ['Łąka', 'Sukienka w kwiaty', 'Floral dress', 269, 'viscose', 'navy coral sage', 'Kopertowy przód i spódnica, która wiruje przy każdym kroku.', 'A wrap front and a skirt that swirls with every step.', { pattern: 'floral', season: summer }],
      ['Wydma', 'Sukienka lniana', 'Linen dress', 289, 'linen', 'sand white petrol', 'Prosta, do połowy łydki, z paskiem, który można odpiąć.', 'Straight, to mid-calf, with a belt you can take off.', { season: summer, fit: 'relaxed' }],
      ['Groszka', 'Sukienka w groszki', 'Polka-dot dress', 249, 'viscose', 'red black navy', 'Podkreślona talia, kołnierzyk i groszki: filmowy krój z lat pięćdziesiątych, lżejszy o dwie halki.', 'A marked waist, a collar and dots: a fifties film cut, minus two petticoats.', { pattern: 'dots' }],
      ['Arietta', 'Sukienka satynowa', 'Satin dress', 329, 'satin', 'bottle burgundy black', 'Skos sprawia, że układa się jak woda. Na wesele i na sylwestra.', 'Cut on the bias, it falls like water. For a wedding and for New Year’s Eve.', { details: 'long strap', fit: 'slim' }],
      ['Wietka', 'Sukienka dzianinowa', 'Knitted dress', 279, 'merino', 'camel graphite burgundy', 'Dzianinowa tuba do kolan, z golfem i rozcięciem z tyłu.', 'A knitted column to the knee, with a roll neck and a slit at the back.', { season: winter, details: 'long-sleeve', fit: 'slim' }],
      ['Koniczyna', 'Sukienka koszulowa', 'Shirt dress', 259, 'cotton', 'white sky olive', 'Koszula, która urosła do sukienki: guziki do samego dołu i podwijane rękawy.', 'A shirt grown into a dress: buttons to the hem and roll-up sleeves.', { details: 'long-sleeve collar' }],
      ['Kratka', 'Sukienka w kratę', 'Checked dress', 239, 'flannel', 'burgundy graphite camel', 'Ciepła krata i zaokrąglony kołnierzyk; najlepsza z kryjącymi rajstopami i botkami.', 'A warm check and a rounded collar; best with opaque tights and ankle boots.', { pattern: 'check', season: winter, details: 'long-sleeve collar' }],
    ],
  },
  {
    ...ours, cut: 'skirt', category: 'spodnice', sizes: 'women-numbers',
    styles: [
      ['Plisa', 'Spódnica plisowana', 'Pleated skirt', 189, 'satin', 'bottle powder black', 'Plisy zaprasowane na stałe, długość do połowy łydki.', 'Permanently set pleats, mid-calf length.', { details: 'pleats long' }],
      ['Ołówka', 'Spódnica ołówkowa', 'Pencil skirt', 159, 'viscose', 'black navy grey', 'Gęsta dzianina punto modeluje, a rozcięcie pozwala wsiąść do tramwaju.', 'Dense ponte shapes, and the slit lets you board a tram.', { fit: 'slim', details: 'pencil' }],
      ['Jodła', 'Spódnica w jodełkę', 'Herringbone skirt', 199, 'wool', 'graphite camel', 'Trapezowy krój nad kolano i wełna w jodełkę, jak z angielskiej wsi.', 'An A-line above the knee in herringbone wool, straight from the English country.', { pattern: 'herringbone', season: winter }],
      ['Dżina', 'Spódnica jeansowa', 'Denim skirt', 149, 'denim', 'denim navy black', 'Zapinana na guziki z przodu, z naszywanymi kieszeniami.', 'Buttons down the front and patch pockets.'],
      ['Makowa', 'Spódnica w kwiaty', 'Floral skirt', 169, 'viscose', 'red navy butter', 'Lekka, z falbaną, na gumie ukrytej z tyłu pasa.', 'Light, with a flounce, on elastic hidden at the back of the waist.', { pattern: 'floral', season: summer, details: 'long' }],
    ],
  },
  {
    ...ours, cut: 'trousers', category: 'spodnie-wyjsciowe', sizes: 'women-numbers',
    styles: [
      ['Sawa', 'Spodnie z kantem', 'Creased trousers', 219, 'viscose', 'black graphite sand', 'Wysoki stan i szeroka nogawka, która zasłania obcas.', 'High waist and a wide leg that hides the heel.', { details: 'wide' }],
      ['Cyga', 'Cygaretki', 'Cigarette trousers', 189, 'cotton', 'black navy burgundy', 'Zwężane do kostki, z elastyczną domieszką; bez kieszeni z tyłu, więc gładkie.', 'Tapered to the ankle, with some stretch; no back pockets, so perfectly smooth.', { fit: 'slim' }],
      ['Lenka', 'Spodnie lniane', 'Linen trousers', 199, 'linen', 'sand white olive', 'Na szerokiej gumie, do sandałów i do eleganckiej koszuli.', 'On a wide elastic, for sandals and for a smart shirt alike.', { season: summer, details: 'wide', fit: 'relaxed' }],
    ],
  },
  {
    ...ours, cut: 'jeans', category: 'jeansy', sizes: 'women-numbers',
    styles: [
      ['Iława', 'Jeansy proste', 'Straight jeans', 199, 'denim', 'denim navy black', 'Proste od biodra do kostki, wysoki stan, żadnych przetarć.', 'Straight from hip to ankle, high-waisted, no rips.'],
      ['Bajka', 'Jeansy rurki', 'Skinny jeans', 189, 'denim', 'navy black grey', 'Opinają, ale nie ściskają, a pas nie odstaje z tyłu.', 'They hug without squeezing, and the waist does not gape.', { fit: 'slim' }],
      ['Ulga', 'Jeansy szerokie', 'Wide-leg jeans', 219, 'denim', 'sky denim ecru', 'Szerokie od bioder, z surowym brzegiem do samodzielnego skrócenia.', 'Wide from the hips, with a raw hem to shorten yourself.', { details: 'wide', fit: 'relaxed' }],
    ],
  },
  {
    ...ours, cut: 'coat', category: 'plaszcze', sizes: 'women-numbers', season: winter,
    styles: [
      ['Zima', 'Płaszcz wełniany', 'Wool coat', 699, 'wool', 'camel black burgundy', 'Dwurzędowy, do połowy łydki, z 70 % wełny. Ten jeden płaszcz na kilka zim.', 'Double-breasted, to mid-calf, 70 % wool. The one coat for several winters.', { details: 'double' }],
      ['Otula', 'Płaszcz szlafrokowy', 'Wrap coat', 749, 'wool', 'sand graphite bottle', 'Bez guzików, na pasek, z kołnierzem, którym można się otulić.', 'No buttons, just a belt and a collar to wrap up in.', { details: 'belt', fit: 'oversize' }],
      ['Jodełka', 'Płaszcz w jodełkę', 'Herringbone coat', 649, 'wool', 'graphite camel', 'Jednorzędowy płaszcz z męskiej tkaniny, o lekko opadających ramionach.', 'A single-breasted coat in a menswear cloth, with slightly dropped shoulders.', { pattern: 'herringbone' }],
    ],
  },
  {
    ...ours, cut: 'trench', category: 'trencze', sizes: 'women-numbers',
    styles: [['Wisła', 'Trencz', 'Trench coat', 549, 'cotton', 'sand olive navy', 'Klasyka bez poprawek: dwa rzędy guzików, pasek i rozcięcie z tyłu.', 'A classic left alone: two rows of buttons, a belt and a back vent.']],
  },
  {
    ...ours, cut: 'quilted', category: 'kurtki-pikowane', brand: 'Ruczaj', season: winter,
    styles: [
      ['Szadź', 'Kurtka pikowana', 'Quilted jacket', 329, 'padded', 'black sage powder navy', 'Do bioder, ze stójką podbitą miękkim welurem.', 'Hip-length, with a collar lined in soft velour.'],
      ['Śreżoga', 'Kurtka pikowana z kapturem', 'Hooded quilted jacket', 459, 'padded', 'black burgundy ecru', 'Długa do kolan, ściągana w talii, z odpinanym kapturem.', 'Knee-length, drawn in at the waist, with a detachable hood.', { details: 'hood long' }],
    ],
  },
  {
    ...ours, cut: 'blazer', category: 'garnitury-i-marynarki', sizes: 'women-numbers', brand: 'Wątek',
    styles: [
      ['Wanda', 'Marynarka', 'Blazer', 399, 'wool', 'black navy camel', 'Dłuższa, jednorzędowa, z mocniej zaznaczonym ramieniem.', 'Longer, single-breasted, with a stronger shoulder.', { fit: 'relaxed' }],
      ['Jadwiga', 'Marynarka lniana', 'Linen blazer', 369, 'linen', 'white sand powder', 'Bez podszewki, lekka jak koszula, na letnie spotkania.', 'Unlined, light as a shirt, for meetings in summer.', { season: summer }],
    ],
  },
  {
    ...ours, cut: 'pyjamas', category: 'pizamy', brand: 'Osnowa',
    styles: [
      ['Kołysanka', 'Piżama w paski', 'Striped pyjamas', 159, 'cotton', 'sky powder white', 'Klasyczna koszula z lamówką i luźne spodnie, na leniwe niedziele.', 'A classic piped shirt and loose trousers, for lazy Sundays.', { pattern: 'stripe' }],
      ['Drzemka', 'Piżama satynowa', 'Satin pyjamas', 219, 'satin', 'powder navy', 'Gładka i chłodna, z kontrastową lamówką. Dobra też na prezent.', 'Smooth and cool, with contrast piping. A good present, too.'],
    ],
  },
  {
    ...ours, cut: 'swimsuit', category: 'stroje-kapielowe', season: summer, fit: 'slim',
    styles: [
      ['Rewa', 'Strój jednoczęściowy', 'One-piece swimsuit', 169, 'swim', 'black petrol red', 'Kwadratowy dekolt i głębsze wycięcie na plecach; gładki, resztę robi morze.', 'A square neck and a lower back; plain, so that the sea does the rest.'],
      ['Hel', 'Strój w paski', 'Striped swimsuit', 179, 'swim', 'navy coral', 'Marynarskie paski i podtrzymanie, na którym można polegać także w falach.', 'Sailor stripes and support you can trust in the waves as well.', { pattern: 'stripe' }],
    ],
  },
]
