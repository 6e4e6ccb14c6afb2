import { scan, type Person } from '../browser.ts'

export type Kiosk = ReturnType<typeof openKiosk>

/** The kiosk, in Polish, as the person who puts it up and its shoppers use it. */
export function openKiosk({ page }: Person) {
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const start = page.getByRole('heading', { level: 1, name: 'Sprawdź cenę i dostępność' })
  return {
    page,
    start,
    /** Trades the office's one-time code for the kiosk's own key. */
    enrol: async (code: string) => {
      await page.goto('/kiosk')
      await page.getByRole('textbox', { name: 'Kod urządzenia' }).fill(code)
      await button('Podłącz').click()
      await start.waitFor()
    },
    scan: (code: string) => scan(page, code),
    search: async (words: string) => {
      await page.getByRole('searchbox', { name: 'Szukaj w całej ofercie' }).fill(words)
      await button('Szukaj').click()
    },
    openArticle: async (name: string) => {
      await button(name).first().click()
      await page.getByRole('heading', { level: 1, name }).waitFor()
    },
    keepHere: async () => {
      await button('Odłóż dla mnie tutaj').click()
      await page.getByText('Salon odłożył go do').waitFor()
    },
    openBasket: async () => {
      await button(/^Koszyk/).click()
      await page.getByRole('heading', { level: 1, name: 'Twój koszyk' }).waitFor()
    },
    handOver: async () => {
      await button('Weź koszyk na telefon').click()
      await page.getByRole('heading', { level: 1, name: 'Koszyk na Twój telefon' }).waitFor()
    },
    openCard: async () => {
      await button('Saldo karty podarunkowej').click()
      await page.getByRole('heading', { level: 1, name: 'Saldo karty podarunkowej' }).waitFor()
    },
    askBalance: async (number: string, pin: string) => {
      await page.getByRole('textbox', { name: 'Numer karty' }).fill(number)
      await page.getByLabel('PIN').fill(pin)
      await button('Sprawdź saldo').click()
    },
    startOver: async () => {
      await button('Od początku').click()
      await start.waitFor()
    },
    leaveWithPhone: async () => {
      await button('Mam na telefonie').click()
      await start.waitFor()
    },
  }
}
