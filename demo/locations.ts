import { readFileSync } from 'node:fs'
import type { DemoHours, DemoLocation } from './types.ts'

type City = { slug: string; name: string; locative: string; lat: number; lng: number }
type Site = [
  code: string,
  city: string,
  size: DemoLocation['size'],
  name: string,
  street: string,
  postcode: string,
]

/** The streets are real, the house numbers and the shops are not. */
const sites: Site[] = [
  ['MAG1', 'piotrkow-trybunalski', 'warehouse', 'Magazyn Centralny', 'ul. Logistyczna 8', '97-300'],
  ['WAW1', 'warszawa', 'flagship', 'Osnowa Warszawa Śródmieście', 'ul. Marszałkowska 200', '00-510'],
  ['WAW2', 'warszawa', 'large', 'Osnowa Warszawa Mokotów', 'ul. Puławska 301', '02-740'],
  ['WAW3', 'warszawa', 'standard', 'Osnowa Warszawa Praga', 'ul. Targowa 91', '03-408'],
  ['KRK1', 'krakow', 'flagship', 'Osnowa Kraków Stare Miasto', 'ul. Karmelicka 82', '31-128'],
  ['KRK2', 'krakow', 'standard', 'Osnowa Kraków Podgórze', 'ul. Kalwaryjska 99', '30-504'],
  ['WRO1', 'wroclaw', 'flagship', 'Osnowa Wrocław Rynek', 'ul. Świdnicka 63', '50-030'],
  ['WRO2', 'wroclaw', 'standard', 'Osnowa Wrocław Krzyki', 'ul. Powstańców Śląskich 211', '53-140'],
  ['POZ1', 'poznan', 'large', 'Osnowa Poznań Centrum', 'ul. Święty Marcin 95', '61-808'],
  ['POZ2', 'poznan', 'standard', 'Osnowa Poznań Jeżyce', 'ul. Dąbrowskiego 172', '60-577'],
  ['GDA1', 'gdansk', 'large', 'Osnowa Gdańsk Główne Miasto', 'ul. Długie Ogrody 44', '80-765'],
  ['LOD1', 'lodz', 'large', 'Osnowa Łódź Piotrkowska', 'ul. Piotrkowska 301', '93-004'],
  ['KAT1', 'katowice', 'large', 'Osnowa Katowice Śródmieście', 'ul. Mariacka 41', '40-014'],
  ['SZZ1', 'szczecin', 'large', 'Osnowa Szczecin Centrum', 'al. Wojska Polskiego 92', '70-482'],
  ['LUB1', 'lublin', 'standard', 'Osnowa Lublin Śródmieście', 'ul. Krakowskie Przedmieście 88', '20-076'],
  ['BDG1', 'bydgoszcz', 'standard', 'Osnowa Bydgoszcz Gdańska', 'ul. Gdańska 175', '85-022'],
  ['BIA1', 'bialystok', 'standard', 'Osnowa Białystok Lipowa', 'ul. Lipowa 57', '15-424'],
  ['RZE1', 'rzeszow', 'standard', 'Osnowa Rzeszów 3 Maja', 'ul. 3 Maja 41', '35-030'],
  ['TOR1', 'torun', 'standard', 'Osnowa Toruń Starówka', 'ul. Szeroka 58', '87-100'],
  ['KLC1', 'kielce', 'standard', 'Osnowa Kielce Sienkiewicza', 'ul. Sienkiewicza 91', '25-002'],
  ['OLS1', 'olsztyn', 'standard', 'Osnowa Olsztyn Centrum', 'ul. 1 Maja 33', '10-118'],
  ['OPO1', 'opole', 'standard', 'Osnowa Opole Krakowska', 'ul. Krakowska 66', '45-018'],
  ['ZGA1', 'zielona-gora', 'standard', 'Osnowa Zielona Góra Kupiecka', 'ul. Kupiecka 87', '65-426'],
]

/** Area codes; the subscriber number starts with 0, which Polish numbering never allots. */
const areaCodes: Record<string, string> = {
  'piotrkow-trybunalski': '44',
  warszawa: '22',
  krakow: '12',
  wroclaw: '71',
  poznan: '61',
  gdansk: '58',
  lodz: '42',
  katowice: '32',
  szczecin: '91',
  lublin: '81',
  bydgoszcz: '52',
  bialystok: '85',
  rzeszow: '17',
  torun: '56',
  kielce: '41',
  olsztyn: '89',
  opole: '77',
  'zielona-gora': '68',
}

/** Degrees by which a city's second and third store lie off its centre, so that the map shows them apart. */
const offCentre = [
  [0, 0],
  [-0.042, 0.011],
  [0.019, 0.028],
] as const

const weekdays = [1, 2, 3, 4, 5, 6, 7] as const

/** The warehouse and the stores, in the order of `sites`. */
export function demoLocations(): DemoLocation[] {
  const cities = readCities()
  const seen = new Map<string, number>()
  return sites.map(([code, slug, size, name, street, postcode], index) => {
    const city = cities.get(slug)
    if (!city) throw new Error(`no such city: ${slug}`)
    const nth = seen.get(slug) ?? 0
    seen.set(slug, nth + 1)
    const [north, east] = offCentre[nth] ?? [0, 0]
    return {
      code,
      kind: size === 'warehouse' ? 'warehouse' : 'store',
      name,
      city: city.name,
      citySlug: slug,
      locative: city.locative,
      street,
      postcode,
      lat: round(city.lat + north),
      lng: round(city.lng + east),
      phone: `+48 ${areaCodes[slug]} 010 20 ${String(index + 10)}`,
      services: servicesOf(size),
      openingHours: hoursOf(size),
      pickupLeadMinutes: size === 'flagship' ? 60 : size === 'large' ? 90 : 120,
      size,
    }
  })
}

function readCities(): Map<string, City> {
  const [, ...rows] = readFileSync(new URL('data/cities.csv', import.meta.url), 'utf8')
    .trim()
    .split('\n')
  return new Map(
    rows.map((row) => {
      const [slug = '', name = '', locative = '', lat, lng] = row.split(',')
      return [slug, { slug, name, locative, lat: Number(lat), lng: Number(lng) }]
    }),
  )
}

function servicesOf(size: DemoLocation['size']): DemoLocation['services'] {
  if (size === 'warehouse') return ['ship', 'returns']
  return size === 'standard' ? ['pickup', 'returns'] : ['pickup', 'ship', 'returns']
}

function hoursOf(size: DemoLocation['size']): DemoHours[] {
  if (size === 'warehouse') {
    return weekdays
      .slice(0, 6)
      .map((weekday) => ({ weekday, opens: '06:00', closes: weekday === 6 ? '14:00' : '22:00' }))
  }
  const late = size === 'standard' ? '20:00' : '21:00'
  return weekdays.map((weekday) => ({ weekday, opens: '10:00', closes: weekday === 7 ? '18:00' : late }))
}

const round = (degrees: number) => Math.round(degrees * 1e5) / 1e5
