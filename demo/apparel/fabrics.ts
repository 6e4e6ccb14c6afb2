import type { Text } from '../types.ts'

export type Fabric = { label: Text; says: Text[] }

const t = (pl: string, en: string): Text => ({ pl, en })

/** What the cloth is, and what is worth knowing about it. */
export const fabrics = {
  cotton: {
    label: t('Bawełna', 'Cotton'),
    says: [
      t(
        'Gęsta bawełna trzyma fason i z każdym praniem robi się przyjemniejsza.',
        'The dense cotton keeps its shape and gets nicer with every wash.',
      ),
      t(
        'Prać w 40°C na lewej stronie: kolor pozostanie głęboki na długo.',
        'Wash at 40°C inside out and the colour will stay deep for a long time.',
      ),
      t(
        'Bawełna z długich włókien nie mechaci się i dobrze oddycha.',
        'Long-staple cotton breathes well and does not pill.',
      ),
    ],
  },
  'organic-cotton': {
    label: t('Bawełna organiczna', 'Organic cotton'),
    says: [
      t(
        'Uszyte z bawełny uprawianej bez sztucznych pestycydów, miękkiej od pierwszego dnia.',
        'Made of cotton grown without synthetic pesticides, soft from the first day.',
      ),
      t(
        'Organiczna bawełna jest łagodna dla skóry i lubi pranie w 30°C.',
        'Organic cotton is kind to the skin and happy with a 30°C wash.',
      ),
    ],
  },
  linen: {
    label: t('Len', 'Linen'),
    says: [
      t(
        'Len chłodzi w upał, szybko schnie i ma prawo się gnieść: na tym polega jego urok.',
        'Linen cools you in the heat, dries fast and is allowed to crease: that is its charm.',
      ),
      t(
        'Tkaninę zmiękczono już w szwalni, więc nie trzeba jej „rozchodzić”.',
        'The cloth was softened at the maker’s, so there is no breaking in.',
      ),
      t(
        'Najlepiej wygląda prosto ze sznurka, bez żelazka.',
        'It looks best straight off the line, without an iron.',
      ),
    ],
  },
  wool: {
    label: t('Wełna', 'Wool'),
    says: [
      t(
        'Wełna grzeje, a zarazem oddycha; po powieszeniu na noc sama się odświeża.',
        'Wool warms and breathes at once; hung up overnight, it freshens by itself.',
      ),
      t(
        'Po sezonie wystarczy szczotka i pranie chemiczne, a posłuży lata.',
        'A brush and one dry clean after the season, and it will serve for years.',
      ),
    ],
  },
  merino: {
    label: t('Wełna merino', 'Merino wool'),
    says: [
      t(
        'Cienka wełna merino nie gryzie, nawet noszona na gołą skórę.',
        'Fine merino does not itch, even on bare skin.',
      ),
      t(
        'Merino reguluje temperaturę, więc sprawdza się i w biurze, i na spacerze.',
        'Merino evens out the temperature, so it is right in the office and on a walk.',
      ),
    ],
  },
  alpaca: {
    label: t('Alpaka z wełną', 'Alpaca and wool'),
    says: [
      t(
        'Domieszka alpaki daje lekki puch i ciepło bez ciężaru. Prać ręcznie, suszyć na płasko.',
        'A share of alpaca gives a light bloom and warmth without weight. Hand wash, dry flat.',
      ),
      t(
        'Przędza z alpaką jest sprężysta i cieplejsza, niż wygląda.',
        'The alpaca yarn is springy and warmer than it looks.',
      ),
    ],
  },
  viscose: {
    label: t('Wiskoza', 'Viscose'),
    says: [
      t(
        'Lejąca się wiskoza przyjemnie chłodzi i pięknie układa się w ruchu.',
        'The fluid viscose is pleasantly cool and moves beautifully.',
      ),
      t(
        'Delikatne pranie w 30°C i wieszak wystarczą, by wyglądać jak po prasowaniu.',
        'A gentle 30°C wash and a hanger, and it looks as if ironed.',
      ),
    ],
  },
  satin: {
    label: t('Satyna z wiskozy', 'Viscose satin'),
    says: [
      t(
        'Satyna lśni dyskretnie, jak jedwab, a pierze się w domu.',
        'The satin shines quietly, like silk, and washes at home.',
      ),
      t(
        'Gładka satyna miękko spływa po sylwetce i nie elektryzuje się.',
        'The smooth satin falls softly and does not cling.',
      ),
    ],
  },
  denim: {
    label: t('Denim', 'Denim'),
    says: [
      t(
        'Denim z odrobiną elastanu ustępuje przy siadaniu i wraca do formy.',
        'The denim has a touch of stretch: it gives when you sit and recovers.',
      ),
      t(
        'Solidny denim o gramaturze 12 oz dopasuje się do Ciebie po kilku dniach.',
        'The solid 12 oz denim will mould to you in a few days.',
      ),
    ],
  },
  flannel: {
    label: t('Flanela bawełniana', 'Cotton flannel'),
    says: [
      t(
        'Flanela drapana z obu stron jest ciepła w dotyku od pierwszej chwili.',
        'The flannel is brushed on both sides and warm to the touch at once.',
      ),
      t(
        'Im dłużej noszona, tym miększa; pranie w 40°C jej służy.',
        'The longer you wear it, the softer it gets; a 40°C wash does it good.',
      ),
    ],
  },
  corduroy: {
    label: t('Sztruks', 'Corduroy'),
    says: [
      t(
        'Drobny prążek sztruksu łapie światło i ociepla całą stylizację.',
        'The fine wale of the corduroy catches the light and warms the whole outfit.',
      ),
      t(
        'Sztruks pierz na lewej stronie, a prążek zostanie puszysty.',
        'Wash corduroy inside out and the wale stays plush.',
      ),
    ],
  },
  fleece: {
    label: t('Dzianina dresowa', 'Sweatshirt cotton'),
    says: [
      t(
        'Od spodu miękka pętelka: ciepła, ale nie za gruba.',
        'A soft loop on the inside: warm, yet not too thick.',
      ),
      t(
        'Dzianina nie rozciąga się na łokciach i kolanach, a ściągacze trzymają kształt.',
        'The cloth does not bag at elbows and knees, and the ribbing keeps its shape.',
      ),
    ],
  },
  padded: {
    label: t('Poliester z recyklingu, ocieplany', 'Recycled polyester, padded'),
    says: [
      t(
        'Wypełnienie z przetworzonych butelek grzeje jak puch, a schnie w kilka godzin.',
        'The filling of recycled bottles warms like down and dries in hours.',
      ),
      t(
        'Powłoka odpycha deszcz bez użycia fluorowęglowodorów.',
        'The finish repels rain without fluorocarbons.',
      ),
    ],
  },
  swim: {
    label: t('Poliamid z recyklingu', 'Recycled polyamide'),
    says: [
      t(
        'Szybkoschnąca dzianina z odzyskanych sieci rybackich jest odporna na chlor i słońce.',
        'The quick-drying cloth of recovered fishing nets stands up to chlorine and sun.',
      ),
      t(
        'Po kąpieli wypłucz w słodkiej wodzie i susz w cieniu.',
        'Rinse in fresh water after bathing and dry in the shade.',
      ),
    ],
  },
  leather: {
    label: t('Skóra licowa', 'Full-grain leather'),
    says: [
      t(
        'Skóra garbowana roślinnie z czasem ciemnieje i nabiera charakteru.',
        'The vegetable-tanned leather darkens with time and gains character.',
      ),
      t(
        'Wystarczy pasta raz na kilka tygodni, by wyglądała dobrze przez lata.',
        'A little polish every few weeks keeps it handsome for years.',
      ),
    ],
  },
  suede: {
    label: t('Zamsz', 'Suede'),
    says: [
      t(
        'Miękki zamsz zabezpiecz przed deszczem impregnatem i czyść szczotką.',
        'Protect the soft suede with a spray and clean it with a brush.',
      ),
      t(
        'Zamsz dopasowuje się po kilku godzinach i nie traci kształtu.',
        'The suede adapts in a few hours and does not lose its shape.',
      ),
    ],
  },
  canvas: {
    label: t('Płótno bawełniane', 'Cotton canvas'),
    says: [
      t(
        'Grube płótno zniesie codzienne użytkowanie, a drobne zabrudzenia schodzą wilgotną ściereczką.',
        'The heavy canvas takes everyday use, and small marks come off with a damp cloth.',
      ),
      t(
        'Płótno z czasem mięknie i ładnie się wyciera na szwach.',
        'The canvas softens with time and fades nicely along the seams.',
      ),
    ],
  },
} as const satisfies Record<string, Fabric>

export type FabricCode = keyof typeof fabrics
