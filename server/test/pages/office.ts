import type { Person } from '../browser.ts'
import { handOn } from './hand.ts'
import { spokenAs } from './spoken.ts'

/** Cells of the stock list behind its SKU: product, place, on hand. */
const ON_HAND = 2

/** As it stands on the card. */
const spokenCard = (number: string): string => number.replace(/(\d{4})(?=\d)/g, '$1 ')

export type Office = ReturnType<typeof openOffice>

/** The back office, as a manager uses it. */
export function openOffice({ page }: Person) {
  const hand = handOn(page)
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const goTo = async (name: string) => {
    await hand.tap(page.getByRole('navigation', { name: 'Nawigacja' }).getByRole('link', { name }))
    await page.getByRole('heading', { level: 1, name }).waitFor()
  }
  return {
    page,
    hand,
    signIn: async (email: string, password: string) => {
      await page.goto('/office')
      await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
      await page.getByRole('textbox', { name: 'Hasło' }).fill(password)
      await hand.tap(button('Zaloguj się'))
      await page.getByRole('navigation', { name: 'Nawigacja' }).waitFor()
    },
    /** Issues a code for a new till in this store; answers the code. */
    issueCode: async (storeName: string, device: string): Promise<string> => {
      await goTo('Urządzenia')
      await hand.tap(button('Wydaj kod').first())
      const dialog = page.getByRole('dialog', { name: 'Kod dla nowego urządzenia' })
      await hand.tap(dialog.getByRole('button', { name: /Miejsce/ }))
      await hand.tap(page.getByRole('option', { name: storeName }))
      await dialog.getByRole('textbox', { name: 'Nazwa' }).fill(device)
      await hand.tap(dialog.getByRole('button', { name: 'Wydaj kod' }))
      const code = await dialog.getByText(/^[A-Z0-9]{4}-[A-Z0-9]{4}$/).innerText()
      await hand.tap(dialog.getByRole('button', { name: 'Gotowe' }))
      return code
    },
    openOrder: async (number: string) => {
      await goTo('Zamówienia')
      await page.getByRole('searchbox', { name: 'Numer zamówienia' }).fill(number)
      const row = page.getByRole('row').filter({ hasText: spokenAs(number) })
      // The list narrows after a pause in typing; the address says when it has.
      await page.waitForURL((url) => url.searchParams.get('q') === number)
      await hand.tap(row)
      await hand.tap(
        page.getByRole('complementary', { name: 'Podgląd' }).getByRole('link', { name: 'Otwórz' }),
      )
      await page.getByRole('heading', { level: 1, name: spokenAs(number) }).waitFor()
    },
    /** The facts of the open order's life, in order, as they are read. */
    life: () => page.getByRole('list', { name: 'Historia zamówienia' }).getByRole('listitem').allInnerTexts(),
    /** Opens the movements behind one figure of the stock list; answers the figure. */
    openMovements: async (sku: string, storeName: string): Promise<number> => {
      await goTo('Stany')
      await page.getByRole('searchbox', { name: 'Początek SKU' }).fill(sku)
      const row = page.getByRole('row').filter({ hasText: sku }).filter({ hasText: storeName })
      const figure = await row.getByRole('cell').nth(ON_HAND).innerText()
      await hand.tap(row.getByRole('cell').nth(ON_HAND))
      await page.getByRole('heading', { level: 1, name: 'Ruchy magazynowe' }).waitFor()
      return Number(figure)
    },
    goTo,
    /** Issues a gift card of so many złoty; answers what is shown once. */
    issueGiftCard: async (amount: string): Promise<{ number: string; pin: string }> => {
      await goTo('Karty podarunkowe')
      await hand.tap(button('Wydaj kartę').first())
      const dialog = page.getByRole('dialog', { name: 'Wydaj kartę' })
      // Nobody has to go to the first field, nor to the button.
      await dialog.getByRole('textbox', { name: 'Kwota' }).and(page.locator(':focus')).waitFor()
      await page.keyboard.type(amount)
      await page.keyboard.press('Enter')
      const secret = await dialog.getByLabel('Numer karty i PIN').innerText()
      await hand.tap(dialog.getByRole('button', { name: 'Gotowe' }))
      const [number = '', pin = ''] = secret.split('PIN')
      return { number: number.replace(/\D/g, ''), pin: pin.trim() }
    },
    openGiftCard: async (number: string) => {
      await goTo('Karty podarunkowe')
      await page.getByRole('searchbox', { name: 'Początek numeru' }).fill(number)
      await page.waitForURL((url) => url.searchParams.get('q') === number)
      await hand.tap(page.getByRole('row').filter({ hasText: spokenCard(number) }))
      await page.getByRole('heading', { level: 1, name: spokenCard(number) }).waitFor()
    },
    openLiability: async () => {
      await goTo('Karty podarunkowe')
      await hand.tap(page.getByRole('tab', { name: 'Zobowiązania' }))
    },
    /** Adds somebody to the staff of one store; answers the number that the form gave her. */
    hire: async (name: string, storeName: string, pin: string): Promise<string> => {
      await goTo('Pracownicy')
      await hand.tap(button('Dodaj osobę'))
      const dialog = page.getByRole('dialog', { name: 'Dodaj osobę' })
      await dialog.getByRole('textbox', { name: 'Imię i nazwisko' }).fill(name)
      await dialog.getByRole('textbox', { name: /^PIN/ }).fill(pin)
      await hand.tap(dialog.getByText(storeName, { exact: true }))
      const number = await dialog.getByRole('textbox', { name: 'Numer' }).inputValue()
      await hand.tap(dialog.getByRole('button', { name: 'Dodaj osobę' }))
      await page.getByText(`Dodano: ${name}, numer ${number}`).waitFor()
      return number
    },
    /** What the stock list says of this figure's article: SKU, name, colour and size. */
    stockRow: async (sku: string, storeName: string): Promise<string> => {
      await goTo('Stany')
      await page.getByRole('searchbox', { name: 'Początek SKU' }).fill(sku)
      const row = page.getByRole('row').filter({ hasText: sku }).filter({ hasText: storeName })
      await row.getByText(/,/).waitFor()
      return row.innerText()
    },
    /** The log of facts about the order that is open. */
    openFacts: async () => {
      await hand.tap(page.getByRole('link', { name: 'W dzienniku zdarzeń' }))
      await page.getByRole('heading', { level: 1, name: 'Dziennik zdarzeń' }).waitFor()
    },
  }
}
