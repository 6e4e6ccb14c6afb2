import type { DemoLocation, DemoStaff } from './types.ts'

/** Common Polish names, put together by position: none of these people exists. */
const givenNames =
  'Alicja Bartosz Celina Damian Edyta Filip Grażyna Hubert Irena Jakub Katarzyna Leon Maja Norbert Oliwia Paweł Renata Szymon Teresa Wiktor Zofia Adam Beata'.split(
    ' ',
  )
/** Surnames without a feminine form, so that every pair agrees. */
const surnames =
  'Nowak Mazur Krawczyk Wróbel Dudek Wieczorek Sikora Walczak Baran Szulc Pietrzak Duda Zając Król Bąk Gajda Sroka Zięba Sowa'.split(
    ' ',
  )

const firstNumber = 1001
/** Coprime with the count of PINs, so that the PINs of the first nine thousand people differ. */
const pinStep = 7919
const pinCount = 9000

/** Two assistants and a store manager for each store, then the head office, whose people have a password. */
export function demoStaff(locations: DemoLocation[]): DemoStaff[] {
  const people: DemoStaff[] = []
  const add = (role: DemoStaff['role'], locationCode: string | null, email?: string, password?: string) => {
    const index = people.length
    const number = String(firstNumber + index)
    people.push({
      number,
      name: `${givenNames[index % givenNames.length]} ${surnames[(index * 7 + 3) % surnames.length]}`,
      pin: String(1000 + ((index * pinStep + 1468) % pinCount)),
      email: email ?? `pracownik.${number}@example.com`,
      ...(password ? { password } : {}),
      role,
      locationCode,
    })
  }
  for (const store of locations) {
    if (store.kind !== 'store') continue
    add('assistant', store.code)
    add('assistant', store.code)
    add('store_manager', store.code)
  }
  add('manager', null, 'manager@splot.example', 'osnowa-i-watek-22')
  add('manager', null, 'merchandiser@splot.example', 'krosno-tka-codziennie')
  return people
}
