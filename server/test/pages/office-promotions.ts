import type { Download, Locator } from 'playwright-core'
import type { Office } from './office.ts'

export type OfficePromotions = ReturnType<typeof openOfficePromotions>

/** The office's screens of promotions, coupons and customers, as a marketer and somebody of the service use them. */
export function openOfficePromotions({ page, hand, goTo }: Office) {
  const button = (name: string | RegExp, within: Locator = page.locator('body')) =>
    within.getByRole('button', { name, exact: true })
  const dialog = (name: string | RegExp) => page.getByRole('dialog', { name })
  const openTab = async (tab: string) => {
    await goTo('Promocje')
    await hand.tap(page.getByRole('tab', { name: tab, exact: true }))
  }
  /** Types into a field of numbers, which reads what was typed when it is left. */
  const type = async (field: Locator, text: string) => {
    await field.fill(text)
    await field.press('Tab')
  }
  /** Presses a button of an open dialog and waits until that is done and gone. */
  const finish = async (open: Locator, name: string) => {
    await hand.tap(button(name, open))
    await open.waitFor({ state: 'detached' })
  }
  const preview = page.getByRole('table').filter({ hasText: 'Do zapłaty' })
  const peek = page.getByRole('complementary', { name: 'Kod', exact: true })
  const percent = page.getByRole('textbox', { name: 'Procent' })
  return {
    page,
    hand,
    peek,
    percent,
    openTab,
    /** Chooses one of a filter above a list. */
    narrow: async (filter: string, option: string) => {
      await hand.tap(page.getByRole('search').getByRole('button', { name: new RegExp(`${filter}$`) }))
      await hand.tap(page.getByRole('option', { name: option, exact: true }))
    },
    /** A promotion that takes a percentage off every line from so many pieces on; nothing of it is saved. */
    write: async (promotion: { name: string; pl: string; en: string; percent: string; pieces: string }) => {
      await goTo('Promocje')
      await hand.tap(button('Nowa promocja').first())
      await page.getByRole('textbox', { name: 'Nazwa w biurze' }).fill(promotion.name)
      await page.getByRole('textbox', { name: 'Po polsku' }).fill(promotion.pl)
      await page.getByRole('textbox', { name: 'Po angielsku' }).fill(promotion.en)
      await type(percent, promotion.percent)
      await hand.tap(button(/^Dodaj warunek/))
      await hand.tap(page.getByRole('option', { name: 'Liczba sztuk' }))
      await type(page.getByRole('textbox', { name: 'Od sztuk' }), promotion.pieces)
    },
    /** Puts an article into the example basket beside the open promotion. */
    tryArticle: async (sku: string) => {
      await page.getByRole('combobox', { name: 'Dodaj artykuł' }).fill(sku)
      await hand.tap(page.getByRole('option').filter({ hasText: sku }))
      await preview.getByText(sku).waitFor()
    },
    tryPieces: (sku: string, pieces: string) =>
      type(page.getByRole('textbox', { name: `Sztuk: ${sku}` }), pieces),
    /** What the example basket says on the line of this name, e.g. `Rabat`. */
    previewed: (label: string) =>
      preview
        .getByRole('row')
        .filter({ has: page.getByRole('rowheader', { name: label }) })
        .getByRole('cell'),
    setPriority: (priority: string) => type(page.getByRole('textbox', { name: 'Priorytet' }), priority),
    /** Presses the button that saves, and waits until the form says that it does not. */
    tryToSave: async () => {
      await hand.tap(button('Zapisz szkic'))
      await page.getByText('Popraw zaznaczone pola').waitFor()
    },
    saveDraft: async () => {
      const saved = page
        .getByRole('alertdialog')
        .or(page.getByText('Zapisano', { exact: true }))
        .first()
      await hand.tap(button('Zapisz szkic'))
      await saved.waitFor()
      await page.getByText('Niezapisane zmiany').waitFor({ state: 'detached' })
    },
    /** The warning about promotions that nothing orders. */
    conflicts: page.getByText(/bez kolejności/),
    /** Publishes the open draft, or ends the open promotion: now, and for this reason. */
    now: async (step: 'Opublikuj' | 'Zakończ', reason: string) => {
      await hand.tap(button(step))
      const open = dialog(step)
      await open.getByRole('textbox', { name: 'Powód' }).fill(reason)
      await finish(open, step)
    },
    openPromotion: async (name: string) => {
      await goTo('Promocje')
      await hand.tap(page.getByRole('row').filter({ hasText: name }))
      await page.getByRole('heading', { level: 1, name: new RegExp(`^${name}`) }).waitFor()
    },
    /** From the open promotion to what it would have done; answers the rows of the sums. */
    simulate: async (): Promise<string> => {
      await hand.tap(page.getByRole('link', { name: 'Symuluj' }))
      await hand.tap(button('Policz'))
      const sums = page.getByRole('table', { name: 'Obrót' })
      await sums.waitFor()
      return sums.innerText()
    },
    /** Makes a coupon for a promotion, of one code or of many, and opens it. */
    makeCoupon: async (coupon: { promotion: string; name: string; code?: string; total?: string }) => {
      await openTab('Kupony')
      await hand.tap(button('Nowy kupon').first())
      const open = dialog('Nowy kupon')
      await open.getByRole('combobox', { name: 'Promocja' }).fill(coupon.promotion)
      await hand.tap(page.getByRole('option', { name: new RegExp(`^${coupon.promotion}`) }))
      if (coupon.code === undefined) await hand.choose(/^Kody unikalne$/, open)
      else await open.getByRole('textbox', { name: 'Kod', exact: true }).fill(coupon.code)
      await open.getByRole('textbox', { name: 'Nazwa' }).fill(coupon.name)
      if (coupon.total !== undefined)
        await type(open.getByRole('textbox', { name: 'Użyć w sumie' }), coupon.total)
      await finish(open, 'Utwórz kupon')
      await peek.getByRole('heading', { name: coupon.name }).waitFor()
    },
    /** Lets the open coupon be used so often in all. */
    changeTotal: async (name: string, total: string) => {
      await hand.tap(button('Zmień', peek))
      const open = dialog(name)
      await type(open.getByRole('textbox', { name: 'Użyć w sumie' }), total)
      await finish(open, 'Zapisz')
    },
    /** Orders unique codes of the open coupon and waits until they are there. */
    orderCodes: async (count: string) => {
      await type(peek.getByRole('textbox', { name: 'Ile kodów' }), count)
      await hand.tap(button('Zamów kody', peek))
      await peek.getByText(`Gotowe kody: ${count}`).waitFor()
    },
    downloadCodes: async (): Promise<Download> => {
      const begun = page.waitForEvent('download')
      await hand.tap(button('Pobierz CSV', peek))
      return begun
    },
    /** Sets uses of the open coupon aside for a till. */
    lease: async (till: string, uses: string) => {
      await hand.tap(button('Odłóż dla kasy', peek))
      const open = dialog('Odłóż dla kasy')
      await hand.tap(open.getByRole('button', { name: /Kasa/ }))
      await hand.tap(page.getByRole('option', { name: new RegExp(`^${till}`) }))
      await type(open.getByRole('textbox', { name: 'Ile użyć' }), uses)
      await finish(open, 'Odłóż dla kasy')
    },
    /** Sets unique codes of the open coupon's only batch aside for a till. */
    leaseCodes: async (till: string, codes: string) => {
      await hand.tap(button('Odłóż dla kasy', peek))
      const open = dialog('Odłóż dla kasy')
      await hand.tap(open.getByRole('button', { name: /Kasa/ }))
      await hand.tap(page.getByRole('option', { name: new RegExp(`^${till}`) }))
      await hand.tap(open.getByRole('button', { name: /Seria kodów/ }))
      await hand.tap(page.getByRole('option', { name: /^Zamówiono/ }))
      await type(open.getByRole('textbox', { name: 'Ile kodów' }), codes)
      await finish(open, 'Odłóż dla kasy')
    },
    endLease: async (till: string) => {
      await hand.tap(button(`Zakończ przydział: ${till}`, peek))
      await finish(page.getByRole('alertdialog', { name: 'Zakończ przydział' }), 'Zakończ przydział')
    },
    /** Finds a customer by what she says of herself, and opens her. */
    openCustomer: async (contact: string, name: string) => {
      await goTo('Klienci')
      await page.getByRole('textbox', { name: 'E-mail albo telefon' }).fill(contact)
      await hand.tap(button('Szukaj'))
      await hand.tap(page.getByRole('row').filter({ hasText: 'Konto' }))
      await page.getByRole('heading', { level: 1, name: new RegExp(`^${name}`) }).waitFor()
    },
    addToGroup: async (group: string) => {
      await page.getByRole('combobox', { name: 'Dodaj do grupy' }).fill(group)
      await hand.tap(page.getByRole('option', { name: new RegExp(group) }))
      await page.getByRole('list', { name: 'Grupy' }).getByText(group, { exact: true }).waitFor()
    },
    giveCredit: async (amount: string, reason: string) => {
      await hand.tap(button('Przyznaj środki'))
      const open = dialog('Przyznaj środki')
      await open.getByRole('textbox', { name: 'Kwota' }).fill(amount)
      await open.getByRole('textbox', { name: 'Powód' }).fill(reason)
      await finish(open, 'Przyznaj środki')
    },
  }
}
