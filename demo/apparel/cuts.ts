import type { Gender } from '../grammar.ts'
import type { Text } from '../types.ts'

/** A kind of garment: what it is drawn as, how its colour agrees, and what is true of every model of it. */
export type Cut = { shape: string; gender: Gender; grams: number; says: Text[] }

const t = (pl: string, en: string): Text => ({ pl, en })

export const cuts = {
  tshirt: {
    shape: 't-shirt',
    gender: 'm',
    grams: 170,
    says: [
      t(
        'Taśma na karku i podwójne szwy sprawiają, że nie traci kształtu.',
        'Taped neck and double seams keep it in shape.',
      ),
      t('Dobrze wygląda solo i pod marynarką.', 'Looks good alone and under a blazer.'),
      t('Szwy boczne nie skręcają się w praniu.', 'The side seams do not twist in the wash.'),
    ],
  },
  top: {
    shape: 'top',
    gender: 'm',
    grams: 130,
    says: [
      t(
        'Długość do bioder pozwala nosić go na wierzchu lub wpuszczony w spodnie.',
        'Hip length: wear it loose or tucked in.',
      ),
      t(
        'Łatwo połączyć go z kardiganem, gdy wieczorem robi się chłodniej.',
        'Easy to pair with a cardigan when the evening cools.',
      ),
    ],
  },
  polo: {
    shape: 'polo',
    gender: 'f',
    grams: 220,
    says: [
      t(
        'Kołnierzyk z dzianiny nie wywija się, a rozcięcia po bokach dają swobodę.',
        'The knitted collar stays flat and the side vents give freedom.',
      ),
      t(
        'Guziki z masy perłowej przyszyto na krzyż, żeby nie gubiły się w pralce.',
        'Mother-of-pearl buttons, cross-stitched so that they survive the wash.',
      ),
    ],
  },
  shirt: {
    shape: 'shirt',
    gender: 'f',
    grams: 240,
    says: [
      t(
        'Mankiet zapina się na dwie szerokości, a w szwie bocznym czeka zapasowy guzik.',
        'The cuff buttons at two widths, and a spare button waits in the side seam.',
      ),
      t(
        'Zaokrąglony dół można nosić na wierzchu albo wpuścić w spodnie.',
        'The curved hem may be worn out or tucked in.',
      ),
      t('Karczek z zakładką z tyłu nie krępuje ruchów.', 'A pleat under the yoke leaves room to move.'),
    ],
  },
  blouse: {
    shape: 'blouse',
    gender: 'f',
    grams: 180,
    says: [
      t('Mankiety na dwa guziki łatwo podwinąć.', 'Two-button cuffs are easy to roll up.'),
      t(
        'Równie dobrze pasuje do ołówkowej spódnicy, jak i do jeansów.',
        'It suits a pencil skirt as well as jeans.',
      ),
      t(
        'Delikatne marszczenie na ramionach dodaje objętości tam, gdzie trzeba.',
        'Light gathering at the shoulders adds volume where it should.',
      ),
    ],
  },
  sweater: {
    shape: 'sweater',
    gender: 'm',
    grams: 380,
    says: [
      t(
        'Ściągacze przy rękawach i na dole są podwójnie dziane, więc się nie wyciągają.',
        'Cuffs and hem are double-knit, so they do not stretch out.',
      ),
      t('Rękawy wszyto ręcznie, oczko w oczko.', 'The sleeves are linked by hand, stitch to stitch.'),
      t('Na tyle lekki, że zmieści się pod płaszczem.', 'Light enough to go under a coat.'),
    ],
  },
  cardigan: {
    shape: 'cardigan',
    gender: 'm',
    grams: 420,
    says: [
      t(
        'Kieszenie wzmocniono od spodu, żeby nie obwisały.',
        'The pockets are backed so that they do not sag.',
      ),
      t(
        'Zapięty zastąpi sweter, rozpięty marynarkę.',
        'Buttoned it stands in for a jumper, open for a blazer.',
      ),
    ],
  },
  sweatshirt: {
    shape: 'sweatshirt',
    gender: 'f',
    grams: 460,
    says: [
      t('Płaskie szwy nie uciskają pod kurtką.', 'Flat seams do not press under a jacket.'),
      t(
        'Ściągacz z elastanem wraca do formy po każdym podciągnięciu rękawów.',
        'The ribbing has elastane and recovers every time you push up the sleeves.',
      ),
    ],
  },
  hoodie: {
    shape: 'hoodie',
    gender: 'f',
    grams: 560,
    says: [
      t(
        'Dwuwarstwowy kaptur dobrze się układa, a w kieszeni kangurce zmieszczą się obie dłonie i telefon.',
        'The two-layer hood sits well, and the front pocket takes both hands and a phone.',
      ),
      t('Bawełniany sznurek zakończono metalową skuwką.', 'The cotton cord ends in a metal tip.'),
    ],
  },
  dress: {
    shape: 'dress',
    gender: 'f',
    grams: 330,
    says: [
      t('W szwach bocznych ukryliśmy kieszenie.', 'We have hidden pockets in the side seams.'),
      t(
        'Wystarczy zmienić buty, by przejść w niej z biura na kolację.',
        'Change your shoes, and it goes from the office to dinner.',
      ),
      t(
        'Podszewka z bawełnianego batystu kończy się nad kolanem.',
        'The cotton batiste lining ends above the knee.',
      ),
    ],
  },
  skirt: {
    shape: 'skirt',
    gender: 'f',
    grams: 300,
    says: [
      t(
        'Kryty zamek z boku nie zakłóca linii bioder.',
        'A concealed side zip leaves the line of the hips undisturbed.',
      ),
      t(
        'Pasek leży płasko, więc bluzkę można i wpuścić, i wypuścić.',
        'The waistband lies flat, so a top may go in or out.',
      ),
    ],
  },
  trousers: {
    shape: 'trousers',
    gender: 'p',
    grams: 420,
    says: [
      t(
        'Kieszenie uszyto z mocnej bawełny, żeby klucze ich nie przetarły.',
        'The pockets are of strong cotton, so that keys do not wear them through.',
      ),
      t('Nogawki mają zapas na podłożenie do 4 cm.', 'The legs have up to 4 cm to let down.'),
    ],
  },
  chinos: {
    shape: 'chinos',
    gender: 'p',
    grams: 440,
    says: [
      t(
        'Skośne kieszenie są na tyle głębokie, że telefon nie wypadnie.',
        'The slanted pockets are deep enough to keep a phone in.',
      ),
      t(
        'Podwinięte odsłaniają kostkę i ładne buty.',
        'Turned up, they show the ankle and a good pair of shoes.',
      ),
    ],
  },
  jeans: {
    shape: 'jeans',
    gender: 'p',
    grams: 620,
    says: [
      t(
        'Klasyczny krój z pięcioma kieszeniami i nitami w miejscach, które pracują najmocniej.',
        'The classic five pockets, with rivets where the strain is.',
      ),
      t(
        'Sprano je laserowo i ozonem, zużywając ułamek zwykłej ilości wody.',
        'Washed with laser and ozone, at a fraction of the usual water.',
      ),
    ],
  },
  joggers: {
    shape: 'joggers',
    gender: 'p',
    grams: 430,
    says: [
      t(
        'Miękki pas z trokami i zapinana kieszeń z tyłu.',
        'A soft drawstring waist and a buttoned back pocket.',
      ),
      t('Ściągacze w kostkach trzymają nogawki na miejscu.', 'Ribbed ankles keep the legs in place.'),
    ],
  },
  shorts: {
    shape: 'shorts',
    gender: 'p',
    grams: 260,
    says: [
      t(
        'Kończą się tuż nad kolanem i mają dwie kieszenie zapinane na guzik.',
        'They end just above the knee and have two buttoned pockets.',
      ),
      t(
        'Wygodne na rower, na plażę i do pracy w piątek.',
        'Comfortable on a bike, on a beach and at work on a Friday.',
      ),
    ],
  },
  coat: {
    shape: 'coat',
    gender: 'm',
    grams: 1350,
    says: [
      t(
        'Podszewka jest śliska w rękawach, więc łatwo włożyć go na gruby sweter.',
        'The sleeve lining is slick, so it slips over a thick jumper.',
      ),
      t(
        'Ma wewnętrzną kieszeń na portfel i mocną pętelkę do wieszania.',
        'It has an inside wallet pocket and a strong hanging loop.',
      ),
    ],
  },
  trench: {
    shape: 'trench',
    gender: 'm',
    grams: 980,
    says: [
      t(
        'Patki, pagony i pasek ze skórzaną klamrą są tam, gdzie być powinny.',
        'Flaps, epaulettes and a belt with a leather buckle are where they should be.',
      ),
      t(
        'Gęsto tkany materiał zatrzyma wiatr i przelotny deszcz.',
        'The tight weave stops wind and a passing shower.',
      ),
    ],
  },
  parka: {
    shape: 'parka',
    gender: 'f',
    grams: 1250,
    says: [
      t(
        'Regulowany kaptur, ściągacz w talii i cztery kieszenie, w tym dwie ocieplane.',
        'Adjustable hood, drawcord waist and four pockets, two of them lined for warmth.',
      ),
      t(
        'Dwukierunkowy zamek osłania listwa na zatrzaski.',
        'The two-way zip is covered by a press-stud placket.',
      ),
    ],
  },
  quilted: {
    shape: 'quilted',
    gender: 'f',
    grams: 620,
    says: [
      t('Po zwinięciu mieści się we własnej kieszeni.', 'Rolled up, it fits into its own pocket.'),
      t(
        'Lekka, a ciepła; wiosną na wierzch, zimą pod płaszcz.',
        'Light yet warm; on top in spring, under a coat in winter.',
      ),
    ],
  },
  bomber: {
    shape: 'bomber',
    gender: 'f',
    grams: 720,
    says: [
      t(
        'Prążkowane ściągacze i metalowy zamek, który się nie zacina.',
        'Ribbed hem and cuffs, and a metal zip that runs smoothly.',
      ),
      t(
        'Na rękawie kieszonka na bilet, jak w lotniczym pierwowzorze.',
        'A ticket pocket on the sleeve, as on the pilots’ original.',
      ),
    ],
  },
  blazer: {
    shape: 'blazer',
    gender: 'f',
    grams: 780,
    says: [
      t('Wewnątrz trzy kieszenie, w tym jedna na wizytówki.', 'Three inside pockets, one of them for cards.'),
      t(
        'Dziurki przy mankietach są prawdziwe, więc rękaw można podwinąć.',
        'The cuff buttonholes are real, so the sleeve can be turned back.',
      ),
    ],
  },
  pyjamas: {
    shape: 'pyjamas',
    gender: 'f',
    grams: 420,
    says: [
      t('Guma w pasie jest szeroka i nie uciska.', 'The waistband is wide and does not press.'),
      t(
        'W komplecie koszula i spodnie, zapakowane w woreczek z tego samego materiału.',
        'Shirt and trousers come in a pouch of the same cloth.',
      ),
    ],
  },
  robe: {
    shape: 'robe',
    gender: 'm',
    grams: 900,
    says: [
      t(
        'Szeroki pasek, dwie duże kieszenie i wieszak na karku.',
        'Wide belt, two large pockets and a hanging loop.',
      ),
    ],
  },
  swimsuit: {
    shape: 'swimsuit',
    gender: 'm',
    grams: 150,
    says: [t('Regulowane ramiączka i wyjmowane miseczki.', 'Adjustable straps and removable cups.')],
  },
  swimshorts: {
    shape: 'shorts',
    gender: 'p',
    grams: 180,
    says: [
      t('Siateczka w środku i kieszeń, z której wypływa woda.', 'Mesh inside and a pocket that drains.'),
    ],
  },
  socks: {
    shape: 'socks',
    gender: 'p',
    grams: 60,
    says: [
      t(
        'Pięta i palce są wzmocnione, a szew spłaszczony ręcznie.',
        'Heel and toe are reinforced, and the seam is flattened by hand.',
      ),
      t('Nie zsuwają się i nie zostawiają śladów.', 'They stay up and leave no marks.'),
    ],
  },
  sneakers: {
    shape: 'sneakers',
    gender: 'p',
    grams: 820,
    says: [
      t(
        'Wyjmowana wkładka z pianki zapamiętuje kształt stopy.',
        'The removable foam insole remembers your foot.',
      ),
      t(
        'Podeszwa z domieszką kauczuku z recyklingu jest przyszyta, nie tylko przyklejona.',
        'The sole has recycled rubber in it and is stitched, not just glued.',
      ),
      t('W pudełku druga para sznurowadeł.', 'A second pair of laces is in the box.'),
    ],
  },
  boots: {
    shape: 'boots',
    gender: 'p',
    grams: 1250,
    says: [
      t(
        'Bieżnik trzyma się mokrego bruku, a pętelka z tyłu ułatwia wkładanie.',
        'The tread holds on wet cobbles, and a loop at the back helps you in.',
      ),
      t('Podeszwę można wymienić u szewca.', 'A cobbler can replace the sole.'),
    ],
  },
  shoes: {
    shape: 'shoes',
    gender: 'p',
    grams: 860,
    says: [
      t(
        'Skórzana podszewka oddycha, a obcas podbito gumą, by nie stukał.',
        'The leather lining breathes, and the heel is rubber-tipped so as not to click.',
      ),
      t('Szyte na kopycie o średniej tęgości.', 'Made on a medium-width last.'),
    ],
  },
  sandals: {
    shape: 'sandals',
    gender: 'p',
    grams: 480,
    says: [
      t(
        'Profilowana wkładka z korka i skóry dopasowuje się do stopy.',
        'The shaped footbed of cork and leather adapts to your foot.',
      ),
      t('Klamry bez niklu można regulować jedną ręką.', 'The nickel-free buckles adjust with one hand.'),
    ],
  },
  bag: {
    shape: 'bag',
    gender: 'f',
    grams: 650,
    says: [
      t(
        'W środku kieszeń na zamek, przegródka na telefon i smycz na klucze.',
        'Inside: a zipped pocket, a sleeve for the phone and a key leash.',
      ),
      t('Dno wzmocniono, więc stoi sama.', 'The base is reinforced, so it stands by itself.'),
    ],
  },
  backpack: {
    shape: 'backpack',
    gender: 'm',
    grams: 780,
    says: [
      t(
        'Przegroda na laptopa 14 cali, boczna kieszeń na bidon i szelki, które nie wrzynają się w ramiona.',
        'A 14-inch laptop sleeve, a bottle pocket and straps that do not dig in.',
      ),
    ],
  },
  scarf: {
    shape: 'scarf',
    gender: 'm',
    grams: 210,
    says: [
      t('Ma 190 cm długości, więc starczy na dwa owinięcia.', 'It is 190 cm long, enough for two turns.'),
      t('Brzegi wykończono krótkimi frędzlami.', 'The ends are finished with short fringes.'),
    ],
  },
  beanie: {
    shape: 'beanie',
    gender: 'f',
    grams: 90,
    says: [
      t(
        'Podwójny brzeg osłania uszy i można go wywinąć na dwie wysokości.',
        'The double cuff covers the ears and turns up to two heights.',
      ),
    ],
  },
  hat: {
    shape: 'hat',
    gender: 'm',
    grams: 130,
    says: [
      t(
        'Wewnętrzna taśma wchłania wilgoć i pozwala dopasować obwód.',
        'The inner band absorbs moisture and adjusts the fit.',
      ),
    ],
  },
  gloves: {
    shape: 'gloves',
    gender: 'p',
    grams: 90,
    says: [
      t(
        'Opuszki palców przewodzą, więc telefon obsłużysz bez zdejmowania.',
        'Conductive fingertips work a phone without taking them off.',
      ),
    ],
  },
  belt: {
    shape: 'belt',
    gender: 'm',
    grams: 220,
    says: [
      t(
        'Mosiężna klamra jest przykręcana, pasek można więc skrócić w domu.',
        'The brass buckle is screwed on, so the belt can be shortened at home.',
      ),
    ],
  },
} as const satisfies Record<string, Cut>

export type CutCode = keyof typeof cuts

/** What is said of children's things instead: an office and a dinner are not their places. */
export const kidsSay: Text[] = [
  t(
    'Na wewnętrznej metce jest miejsce na imię i telefon.',
    'There is room for a name and a phone number on the inside label.',
  ),
  t(
    'Wytrzymałość szwów sprawdziliśmy na prawdziwym placu zabaw.',
    'We tested the seams on a real playground.',
  ),
  t(
    'Tak pomyślane, by dziecko mogło ubrać się samo.',
    'A child can put it on alone, which is priceless in the morning.',
  ),
]
