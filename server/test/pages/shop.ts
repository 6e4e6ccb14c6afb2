import type { Person } from '../browser.ts'
import { handOn } from './hand.ts'
import { showsQrOf } from './qr.ts'
import { spokenAs } from './spoken.ts'

export interface Buyer {
  readonly name: string
  readonly email: string
}

/** What the checkout answers to the shop, as far as stories look at it. */
export interface Bought {
  readonly id: string
  readonly number: string
  readonly fulfilments: readonly {
    readonly id: string
    readonly pickupCode: string
    readonly pickupQr: string
  }[]
  readonly totals: { readonly gross: { readonly minor: number } }
}

export type Shop = ReturnType<typeof openShop>

/** The storefront, as a visitor uses it. */
export function openShop({ page }: Person) {
  const hand = handOn(page)
  const size = (label: string) => new RegExp(`^${label}(,|$)`)
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const link = (name: string | RegExp) => page.getByRole('link', { name })

  /** Presses "order and pay" and answers what the API said. */
  const pay = async (): Promise<Bought> => {
    const answered = page.waitForResponse(
      (response) => response.url().endsWith('/checkout') && response.request().method() === 'POST',
    )
    await hand.tap(button('Zamawiam i płacę'))
    const order = (await (await answered).json()) as Bought
    await page.getByRole('heading', { name: spokenAs(order.number) }).waitFor()
    return order
  }

  return {
    page,
    hand,
    search: async (words: string) => {
      const field = page.getByRole('searchbox', { name: 'Szukaj' })
      await field.fill(words)
      await field.press('Enter')
      await page.getByRole('heading', { level: 1, name: words }).waitFor()
    },
    openProduct: async (name: string) => {
      await hand.tap(link(name))
      await page.getByRole('heading', { level: 1, name }).waitFor()
    },
    /** The row of a store in "where it is now". */
    storeRow: (code: string) => page.locator(`[data-store="${code}"]`),
    chooseSize: (label: string) => hand.choose(size(label)),
    collectAt: (storeName: string) => hand.tap(button(`Odbierz tutaj: ${storeName}`)),
    /** Opens the list of stores from the product page, where a size is chosen; answers what each of them says. */
    storesForSize: async (): Promise<string[]> => {
      await hand.tap(page.getByRole('article').getByRole('button', { name: 'Wybierz salon' }))
      const dialog = page.getByRole('dialog', { name: 'Wybierz salon' })
      await dialog.getByRole('listitem').first().waitFor()
      const said = await dialog.getByRole('listitem').allInnerTexts()
      await hand.tap(dialog.getByRole('button', { name: 'Zamknij' }))
      return said
    },
    /** Chooses "my store" in the list of all. */
    chooseStore: async (storeName: string) => {
      await hand.tap(button('Wybierz salon').first())
      const dialog = page.getByRole('dialog', { name: 'Wybierz salon' })
      await hand.tap(dialog.getByRole('button', { name: storeName }))
      await dialog.waitFor({ state: 'hidden' })
    },
    /** Puts the chosen size into the basket; the store holds it from here. */
    addToBasket: async () => {
      await hand.tap(button('Rezerwuj i dodaj do koszyka'))
      await page.getByText('Odłożone dla Ciebie do').waitFor()
    },
    /** Chooses to have it sent; answers what the choice says of it. */
    haveItSent: async (): Promise<string> => {
      await hand.choose(/Dostawa kurierem/)
      return page
        .getByRole('radio', { name: /Dostawa kurierem/ })
        .locator('xpath=ancestor::label')
        .innerText()
    },
    /** Orders what is not here yet. */
    addForLater: async () => {
      await hand.tap(button('Dodaj na zamówienie'))
      await page.getByText('W koszyku', { exact: true }).waitFor()
    },
    /** Gives up what the open order waits for. */
    giveUpWaiting: async () => {
      await hand.tap(button(/^Nie chcę czekać/))
      await hand.tap(button('Tak, rezygnuję'))
    },
    goToCheckout: async () => {
      await hand.tap(link('Zamów i zapłać'))
      await page.getByRole('heading', { level: 1, name: 'Zamówienie' }).waitFor()
    },
    goToCheckoutFromBasket: async () => {
      await hand.tap(link('Przejdź do zamówienia'))
      await page.getByRole('heading', { level: 1, name: 'Zamówienie' }).waitFor()
    },
    introduce: async ({ name, email }: Buyer) => {
      await page.getByRole('textbox', { name: 'Imię i nazwisko' }).fill(name)
      await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
      await page.getByRole('checkbox', { name: /Zapamiętaj moje dane/ }).check()
    },
    liveAt: async (street: string, postcode: string, city: string) => {
      await page.getByRole('textbox', { name: 'Ulica i numer' }).fill(street)
      await page.getByRole('textbox', { name: 'Kod pocztowy' }).fill(postcode)
      await page.getByRole('textbox', { name: 'Miejscowość' }).fill(city)
    },
    /** Puts a gift card of one of the offered values into the basket, and goes there. */
    buyGiftCard: async (value: RegExp, receiver?: { readonly email: string; readonly message: string }) => {
      await page.goto('/gift-cards')
      await hand.choose(value)
      if (receiver) {
        await page.getByRole('textbox', { name: 'E-mail obdarowanej osoby' }).fill(receiver.email)
        await page.getByRole('textbox', { name: 'Życzenia' }).fill(receiver.message)
      }
      await hand.tap(button('Do koszyka'))
      await hand.tap(link('Przejdź do koszyka'))
      await page.getByRole('list', { name: 'Karta podarunkowa' }).waitFor()
    },
    /** The same for money on a card that somebody has. */
    topUpGiftCard: async (number: string, value: RegExp) => {
      await page.goto('/gift-cards')
      await hand.choose(/^Doładuj kartę/)
      await hand.choose(value)
      await page.getByRole('textbox', { name: 'Numer karty' }).fill(number)
      await hand.tap(button('Do koszyka'))
      await hand.tap(link('Przejdź do koszyka'))
      await page.getByRole('list', { name: 'Karta podarunkowa' }).waitFor()
    },
    /** What opens the card that the order in view bought. */
    boughtGiftCard: async (): Promise<{ number: string; pin: string }> => {
      await hand.tap(button('Pokaż numer i PIN'))
      const number = await page.getByTestId('gift-card-number').innerText()
      return { number: number.replace(/\D/g, ''), pin: await page.getByTestId('gift-card-pin').innerText() }
    },
    /** Types a gift card at the checkout and asks to use it. */
    showGiftCard: async (number: string, pin: string) => {
      const open = button('Użyj karty podarunkowej')
      const field = page.getByRole('textbox', { name: 'Numer karty' })
      await open.or(field).first().waitFor()
      if (await open.isVisible()) await hand.tap(open)
      await field.fill(number)
      await page.getByRole('textbox', { name: 'PIN' }).fill(pin)
      await hand.tap(button('Sprawdź saldo i użyj'))
    },
    /** Opens an account; what is in the basket comes along. */
    register: async ({ name, email }: Buyer, password: string) => {
      await page.goto('/account/register')
      await page.getByRole('textbox', { name: 'Imię i nazwisko' }).fill(name)
      await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
      await page.getByLabel(/^Hasło/).fill(password)
      await hand.tap(button('Załóż konto'))
      await page.getByText(`Dzień dobry, ${name}.`).waitFor()
    },
    signIn: async (email: string, password: string) => {
      await page.getByRole('textbox', { name: 'E-mail' }).fill(email)
      await page.getByLabel('Hasło').fill(password)
      await hand.tap(page.getByRole('main').getByRole('button', { name: 'Zaloguj się' }))
    },
    pay,
    pickupCode: () => page.getByTestId('pickup-code').innerText(),
    showsQrOf: (text: string): Promise<boolean> => showsQrOf(page, text),
  }
}
