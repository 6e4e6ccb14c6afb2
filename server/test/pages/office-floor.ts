import type { Locator } from 'playwright-core'
import type { Office } from './office.ts'

export type OfficeFloor = ReturnType<typeof openOfficeFloor>

/** The office's screens of what lies where: replenishment, put-away, quarantine, limits, and why a piece is not available. */
export function openOfficeFloor({ page, hand, goTo }: Office) {
  const button = (name: string | RegExp, within: Locator = page.locator('body')) =>
    within.getByRole('button', { name })
  const dialog = (name: string | RegExp) => page.getByRole('dialog', { name })
  const rowOf = (text: string) => page.getByRole('row').filter({ hasText: text })
  const openTab = async (section: string, tab: string) => {
    await hand.tap(page.getByRole('navigation', { name: 'Nawigacja' }).getByRole('link', { name: section }))
    await hand.tap(page.getByRole('tab', { name: tab, exact: true }))
    await page.getByRole('heading', { level: 1, name: tab, exact: true }).waitFor()
  }
  /** One of a few, by the label of its field. */
  const choose = async (field: RegExp, option: string | RegExp, within?: Locator) => {
    await hand.tap(button(field, within).first())
    await hand.tap(page.getByRole('option', { name: option }).first())
  }
  /** Presses a button of an open dialog and waits until that is done and gone. */
  const finish = async (open: Locator, name: string) => {
    await hand.tap(open.getByRole('button', { name, exact: true }))
    await open.waitFor({ state: 'detached' })
  }
  return {
    page,
    hand,
    rowOf,
    /** A list of stock work, of one place where it wants one. */
    openWork: async (tab: string, place?: string) => {
      await openTab('Dokumenty', tab)
      if (place !== undefined) await choose(/Miejsce/, place)
    },
    openAlerts: () => openTab('Uzupełnianie', 'Alerty'),
    openProposals: () => openTab('Uzupełnianie', 'Propozycje'),
    /** Says that somebody has seen the alert about this article. */
    acknowledge: async (sku: string) => {
      await hand.tap(button(`Widzę: ${sku}`))
      await rowOf(sku).getByText('Przyjęty').waitFor()
    },
    /** Approves what is proposed for this article. */
    approveProposal: async (sku: string) => {
      await hand.tap(rowOf(sku).getByRole('checkbox', { name: 'Zaznacz' }).locator('xpath=ancestor::label'))
      await hand.tap(button('Zatwierdź 1 propozycję').first())
      await finish(dialog('Zatwierdź 1 propozycję'), 'Zatwierdź')
      await rowOf(sku).waitFor({ state: 'detached' })
    },
    /** From the stock list to who holds an article in a place and where it lies; answers the panel. */
    askWhy: async (sku: string, storeName: string): Promise<Locator> => {
      await goTo('Stany')
      await page.getByRole('searchbox', { name: 'Początek SKU' }).fill(sku)
      const row = rowOf(sku).filter({ hasText: storeName })
      await hand.tap(button(`Kto trzyma ${sku} i gdzie leży`, row))
      const panel = page.getByRole('complementary', { name: `Kto trzyma ${sku} i gdzie leży` })
      await panel.getByRole('heading', { name: 'Gdzie leżą' }).waitFor()
      return panel
    },
    /** Puts what waits of an article into a bin. */
    putAway: async (sku: string, bin: string) => {
      await hand.tap(button(`Rozłóż ${sku}`))
      const open = dialog(`Rozłóż ${sku}`)
      await choose(/Do lokacji/, bin, open)
      await finish(open, 'Rozłóż')
    },
    putAllAway: async () => {
      await hand.tap(button(/^Rozłóż według podpowiedzi/).first())
      await finish(page.getByRole('alertdialog', { name: /^Wszystko leży/ }), 'Rozłóż według podpowiedzi')
    },
    setAside: async (sku: string, pieces: number, why: string) => {
      await hand.tap(button('Odłóż do kwarantanny').first())
      const open = dialog('Odłóż do kwarantanny')
      // A whole SKU counts as it is typed.
      const article = open.getByRole('combobox', { name: 'Artykuł' })
      await article.fill(sku)
      await article.press('Tab')
      await open.getByRole('textbox', { name: 'Sztuki' }).fill(String(pieces))
      await open.getByRole('textbox', { name: 'Powód' }).fill(why)
      await finish(open, 'Odłóż do kwarantanny')
    },
    releaseAside: async (sku: string, why: string) => {
      await hand.tap(button(`Na sprzedaż: ${sku}`))
      const open = dialog(`Na sprzedaż: ${sku}`)
      await open.getByRole('textbox', { name: 'Powód' }).fill(why)
      await finish(open, 'Na sprzedaż')
    },
    limit: async (role: string, line: number, document: number) => {
      await hand.tap(button('Ustaw limit').first())
      const open = dialog('Ustaw limit')
      await choose(/Rola/, role, open)
      await open.getByRole('textbox', { name: 'Sztuk jednego artykułu' }).fill(String(line))
      await open.getByRole('textbox', { name: 'Sztuk w całej korekcie' }).fill(String(document))
      await finish(open, 'Zapisz')
    },
  }
}
