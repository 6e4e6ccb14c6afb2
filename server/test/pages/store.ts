import type { Person } from '../browser.ts'
import { handOn } from './hand.ts'
import { ORDER_NUMBER, spokenAs } from './spoken.ts'

export type StoreApp = ReturnType<typeof openStoreApp>

/** The store app on one device, as an assistant uses it. */
export function openStoreApp({ page }: Person) {
  const hand = handOn(page)
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const heading = (name: string | RegExp) => page.getByRole('heading', { name })

  const onPad = async (pad: string, digits: string, enter: string) => {
    const keys = page.getByRole('group', { name: pad })
    for (const digit of digits) await hand.tap(keys.getByRole('button', { name: digit, exact: true }))
    await hand.tap(keys.getByRole('button', { name: enter }))
  }
  const sayWho = async (number: string, pin: string) => {
    await onPad('Numer pracownika', number, 'Dalej')
    await onPad('PIN', pin, 'Zaloguj')
  }
  const goTo = (area: 'Kasa' | 'Zamówienia') =>
    hand.tap(page.getByRole('navigation', { name: 'Obszary pracy' }).getByRole('link', { name: area }))

  return {
    page,
    hand,
    /** Trades the office's one-time code for the device's own key. */
    enrol: async (code: string) => {
      await page.goto('/store')
      await page.getByRole('textbox', { name: 'Kod urządzenia' }).fill(code)
      await hand.tap(button('Przypisz urządzenie'))
      await page.getByRole('group', { name: 'Numer pracownika' }).waitFor()
    },
    signIn: async (number: string, pin: string) => {
      await sayWho(number, pin)
      await heading(/^Dzień dobry/).waitFor()
    },
    /** Somebody else takes over where the device stands. */
    takeOver: async (number: string, pin: string) => {
      await hand.tap(button('Zablokuj'))
      await hand.tap(button('Inna osoba'))
      await sayWho(number, pin)
      await button('Zablokuj').waitFor()
    },
    openTill: async () => {
      await goTo('Kasa')
      await page.getByText('Zeskanuj pierwszy towar').waitFor()
    },
    openOrders: async () => {
      await goTo('Zamówienia')
      await heading('Zamówienia').waitFor()
    },
    /** Scans articles into the basket of the till; waits until all of them are in. */
    scanForSale: async (gtins: readonly string[]) => {
      for (const gtin of gtins) await hand.scan(gtin)
      const pieces = page.locator('footer').filter({ hasText: 'Razem' })
      await pieces.getByText(new RegExp(`^${gtins.length} sztuk`)).waitFor()
    },
    /** Takes a suggested note, or the exact amount; answers the number that the server gave the sale. */
    payCash: async (offer: 'exact' | 'note'): Promise<string> => {
      await hand.tap(button('Gotówka'))
      const notes = page.getByRole('region', { name: 'Podpowiadane kwoty' }).getByRole('button')
      await hand.tap(offer === 'exact' ? notes.filter({ hasText: 'Odliczone' }) : notes.nth(1))
      await heading('Zapłacone').waitFor()
      const number = page.getByText(ORDER_NUMBER)
      await number.waitFor()
      return (await number.innerText()).replace(/\s/g, '')
    },
    /** Sells a gift card of one of the offered values; answers what stands on its slip. */
    sellGiftCard: async (value: RegExp): Promise<{ number: string; pin: string }> => {
      await hand.tap(button('Sprzedaj kartę'))
      await hand.tap(page.getByRole('region', { name: 'Wartość karty' }).getByRole('button', { name: value }))
      const number = await page.getByTestId('gift-card-number').innerText()
      const pin = await page.getByTestId('gift-card-pin').innerText()
      await hand.tap(button('Zamknij').first())
      return { number: number.replace(/\D/g, ''), pin }
    },
    /** Puts one of the offered values on the card that was scanned over an empty basket; answers what it holds then. */
    topUpGiftCard: async (value: RegExp): Promise<string> => {
      await heading('Doładowanie karty podarunkowej').waitFor()
      await hand.tap(page.getByRole('region', { name: 'Wartość karty' }).getByRole('button', { name: value }))
      await heading('Karta doładowana').waitFor()
      const slip = await page.getByRole('status').filter({ hasText: 'Saldo' }).innerText()
      await hand.tap(button('Zamknij').first())
      return slip
    },
    /** The PIN of the card whose number was scanned. */
    showGiftCard: async (pin: string) => {
      await page.getByRole('textbox', { name: 'PIN karty' }).fill(pin)
      await hand.tap(button('Sprawdź saldo i użyj'))
      await page.getByText('Zostaje do zapłaty').waitFor()
    },
    /** Takes exactly what gift cards leave in cash; answers the number of the sale. */
    payRest: async (): Promise<string> => {
      await hand.tap(page.getByRole('region', { name: 'Podpowiadane kwoty' }).getByText('Odliczone'))
      await heading('Zapłacone').waitFor()
      const number = page.getByText(ORDER_NUMBER)
      await number.waitFor()
      return (await number.innerText()).replace(/\s/g, '')
    },
    /** A card of the queue, by the order's number as people read it: 123 456 789. */
    cardOf: (orderNumber: string) => page.getByRole('listitem').filter({ hasText: spokenAs(orderNumber) }),
    /** Scans the pieces of an order; the first one opens it, the last one makes it ready. */
    pick: async (gtins: readonly string[]) => {
      for (const [at, gtin] of gtins.entries()) {
        await hand.scan(gtin)
        await page.getByText(`Zebrano ${at + 1} z ${gtins.length}`).waitFor()
      }
      await heading('Gotowe do odbioru').waitFor()
    },
    /** Scans the customer's QR code and gives the order out. */
    handOver: async (qr: string) => {
      await hand.scan(qr)
      await hand.tap(button(/^Wydaj zamówienie/))
      await heading('Wydane').waitFor()
    },
    /** Finds an order of any channel by its typed number. */
    findForReturn: async (orderNumber: string) => {
      await hand.tap(button('Zwrot'))
      await page.getByRole('textbox', { name: 'Numer zamówienia' }).fill(orderNumber)
      await hand.tap(button('Znajdź'))
      await heading(spokenAs(orderNumber)).waitFor()
    },
    closeReturn: () => hand.tap(button('Zamknij zwrot')),
    /** Takes one article of an order back by scanning both; answers the number of the return. */
    takeBack: async (orderQr: string, gtin: string, reason: string): Promise<string> => {
      await hand.scan(orderQr)
      await heading(/^Zamówienie [\d\s]+$/).waitFor()
      await hand.scan(gtin)
      await hand.choose(new RegExp(`^${reason}$`))
      await hand.tap(button(/^Zwróć .* na kartę$/))
      await heading('Zwrot przyjęty').waitFor()
      return page.getByText(/^R\d+$/).innerText()
    },
  }
}
