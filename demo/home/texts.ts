import type { Text } from '../types.ts'

const t = (pl: string, en: string): Text => ({ pl, en })

/** What is said of an article of a category; true of all of them, so that nothing is promised that is not known. */
export const saysOfCategory: Record<string, Text[]> = {
  'kubki-i-herbata': [
    t(
      'Na poranną kawę i na herbatę, przy której można pogadać.',
      'For the morning coffee and for a tea worth a chat.',
    ),
    t(
      'Mały rytuał zaczyna się od ładnej rzeczy w dłoni.',
      'A small ritual begins with a pretty thing in your hand.',
    ),
    t(
      'Do domowej kolekcji, w której żadne dwie rzeczy nie muszą pasować.',
      'For a collection at home in which no two things need to match.',
    ),
    t(
      'Ustawione na otwartej półce zdobi kuchnię także wtedy, gdy nikt nie pije.',
      'On an open shelf it decorates the kitchen even when nobody is drinking.',
    ),
  ],
  'kuchnia-i-stol': [
    t(
      'Na stół w zwykły wtorek i na niedzielny obiad z gośćmi.',
      'For the table on a plain Tuesday and for Sunday lunch with guests.',
    ),
    t(
      'Drobiazg, który sprawia, że nakrywa się z przyjemnością.',
      'A small thing that makes laying the table a pleasure.',
    ),
    t(
      'Dobrze czuje się obok białej zastawy i obok odziedziczonych talerzy.',
      'At ease beside white crockery and beside inherited plates.',
    ),
    t('W kuchni przydaje się częściej, niż się wydaje.', 'More useful in a kitchen than one would think.'),
  ],
  pieczenie: [
    t(
      'Dla tych, którzy pieką, i dla tych, którzy wolą dekorować.',
      'For those who bake, and for those who would rather decorate.',
    ),
    t('Domowe wypieki zasługują na ładną oprawę.', 'Home baking deserves a pretty setting.'),
    t(
      'Przyda się na urodziny, kiermasz i deszczową sobotę.',
      'Handy for birthdays, a school fair and a rainy Saturday.',
    ),
  ],
  'swiece-i-lampiony': [
    t(
      'Miękkie światło na długie wieczory, na stole lub parapecie.',
      'Soft light for long evenings, on a table or a windowsill.',
    ),
    t('Wystarczy kilka płomyków, żeby pokój zwolnił.', 'A few small flames are enough to slow a room down.'),
    t(
      'Najładniej wygląda w grupie, na różnych wysokościach. Nie zostawiaj ognia bez opieki.',
      'Prettiest in a group, at different heights. Never leave a flame unattended.',
    ),
    t('Na taras latem, na stół wigilijny zimą.', 'On the terrace in summer, on the festive table in winter.'),
  ],
  dekoracje: [
    t(
      'Mały akcent, który ożywia półkę, ścianę albo klamkę.',
      'A small accent that brings a shelf, a wall or a door handle to life.',
    ),
    t('Do domu, w którym lubi się rzeczy z uśmiechem.', 'For a home that likes things with a smile.'),
    t(
      'Prosty sposób na zmianę nastroju bez malowania ścian.',
      'An easy way to change the mood without painting the walls.',
    ),
    t(
      'Dobrze sprawdza się jako drobny upominek na nowe mieszkanie.',
      'Makes a good little present for a new flat.',
    ),
  ],
  swieta: [
    t('Wyjmowane raz do roku, pamiętane przez cały.', 'Taken out once a year, remembered all year round.'),
    t(
      'Na świąteczny stół, gałązkę albo okno, w którym ktoś czeka.',
      'For the festive table, a branch, or a window where someone waits.',
    ),
    t('Z tych ozdób, które zostają w rodzinie.', 'One of those decorations that stay in the family.'),
  ],
  'ramki-zegary-lustra': [
    t('Na ścianę, której czegoś brakuje.', 'For a wall that is missing something.'),
    t(
      'Porządkuje wnętrze i przyciąga wzrok tam, gdzie trzeba.',
      'It orders a room and draws the eye where it should go.',
    ),
    t('Dobry początek domowej galerii.', 'A good beginning for a gallery at home.'),
  ],
  'tekstylia-domowe': [
    t('Coś miękkiego, co od razu ociepla pokój.', 'Something soft that warms a room at once.'),
    t('Na kanapę, na łóżko i na wieczory pod kocem.', 'For the sofa, the bed and evenings under a blanket.'),
    t(
      'Najprostszy sposób, by odmienić wnętrze na nowy sezon.',
      'The easiest way to give a room a new season.',
    ),
  ],
  przechowywanie: [
    t('Na drobiazgi, które wiecznie się gubią.', 'For the small things that are always getting lost.'),
    t(
      'Porządek, którego nie trzeba chować do szafy.',
      'A kind of order that need not be hidden in a cupboard.',
    ),
    t('Do kuchni, przedpokoju albo pokoju dziecięcego.', 'For the kitchen, the hall or the children’s room.'),
    t(
      'Wszystko ma swoje miejsce, a miejsce wygląda ładnie.',
      'Everything has its place, and the place looks pretty.',
    ),
  ],
  ogrod: [
    t('Na balkon, do ogrodu i na koc nad rzeką.', 'For the balcony, the garden and a blanket by the river.'),
    t(
      'Dla tych, którzy na wiosnę czekają od listopada.',
      'For those who have been waiting for spring since November.',
    ),
    t('Zieleń lubi ładne towarzystwo.', 'Greenery likes pretty company.'),
  ],
  papeteria: [
    t(
      'Do listów, list i prezentów zapakowanych jak należy.',
      'For letters, lists and presents wrapped as they should be.',
    ),
    t('Na biurko kogoś, kto wciąż pisze ręcznie.', 'For the desk of someone who still writes by hand.'),
    t('Opakowanie też jest częścią prezentu.', 'The wrapping is part of the present, too.'),
    t(
      'Warto mieć pod ręką, gdy urodziny wypadają jutro.',
      'Worth having at hand when the birthday is tomorrow.',
    ),
  ],
  zabawki: [
    t('Na urodziny, na deszcz i na „nudzi mi się”.', 'For birthdays, for rain and for “I am bored”.'),
    t(
      'Prosta zabawa, która nie potrzebuje baterii ani instrukcji.',
      'Simple fun, in the spirit of the toys we grew up with.',
    ),
    t(
      'Ucieszy dzieci, a dorosłym przypomni ich własne.',
      'A joy for children, and for adults a memory of their own.',
    ),
  ],
  'torby-i-drobiazgi': [
    t(
      'Na zakupy, na wycieczkę i na wszystko po drodze.',
      'For shopping, for an outing and for everything on the way.',
    ),
    t('Praktyczne i wesołe: rzadka para.', 'Practical and cheerful: a rare pair.'),
    t('Mały, codzienny dodatek z charakterem.', 'A small everyday extra with character.'),
  ],
  'bizuteria-i-lazienka': [
    t('Drobny luksus na co dzień albo na prezent.', 'A small luxury for every day, or for a present.'),
    t(
      'Dodatek, który dostrzega się dopiero po chwili i długo pamięta.',
      'An accent noticed only after a moment and remembered for long.',
    ),
    t('Dla kogoś, kto lubi drobiazgi z historią.', 'For someone who likes small things with a story.'),
  ],
}

export const closings: Text[] = [
  t(
    'Sprawdzi się jako prezent: zapakujemy w każdym naszym sklepie.',
    'Good as a present: we wrap it in any of our shops.',
  ),
  t(
    'W sklepie możesz obejrzeć z bliska, zanim zabierzesz do domu.',
    'Have a close look in the shop before you take it home.',
  ),
  t(
    'Z naszej kolekcji drobiazgów w brytyjskim stylu.',
    'From our collection of small things in the British style.',
  ),
  t(
    'Wzór może minimalnie różnić się od zdjęcia, co dodaje mu uroku.',
    'The pattern may differ a little from the picture, which adds to its charm.',
  ),
  t(
    'Artykuł lubiany przez stałych klientów działu z prezentami.',
    'A favourite with the regulars of our gift department.',
  ),
]
