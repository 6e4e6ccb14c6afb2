import type { Office } from './office.ts'
import { spokenAs } from './spoken.ts'

export type OfficeStock = ReturnType<typeof openOfficeStock>

/** The office's screens of stock: incidents, papers, policies. */
export function openOfficeStock({ page, hand, goTo }: Office) {
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  /** The card of an order on the page of an incident. */
  const cardOf = (number: string) =>
    page.getByRole('article', { name: new RegExp(`^Zamówienie ${spokenAs(number).source}$`) })
  /** The list of papers of one kind: the menu leads to the first. */
  const openPapers = async (tab: string) => {
    await hand.tap(
      page.getByRole('navigation', { name: 'Nawigacja' }).getByRole('link', { name: 'Dokumenty' }),
    )
    await hand.tap(page.getByRole('tab', { name: tab }))
    await page.getByRole('heading', { level: 1, name: tab }).waitFor()
  }
  return {
    page,
    hand,
    cardOf,
    /** From the first page's tile to the incident about this article. */
    openIncident: async (sku: string) => {
      await goTo('Dziś')
      await hand.tap(page.getByRole('main').getByRole('link', { name: /^Incydenty/ }))
      await hand.tap(page.getByRole('row').filter({ hasText: sku }))
      await page.getByRole('heading', { level: 1, name: /^Incydent / }).waitFor()
    },
    /** What the customer will read, as the card shows it before anything is decided. */
    letterFor: (number: string) =>
      cardOf(number).getByRole('figure', { name: 'To przeczyta klient' }).innerText(),
    /** Opens a paper from its list by its number. */
    openPaper: async (tab: string, number: string) => {
      await openPapers(tab)
      await hand.tap(page.getByRole('row').filter({ hasText: number }))
      await page.getByRole('heading', { level: 1, name: new RegExp(number) }).waitFor()
    },
    /** A step of the open paper or version: the button that names it, and the same in the question that follows. */
    step: async (name: string) => {
      await hand.tap(button(new RegExp(`^${name}`)).first())
      const confirm = page.getByRole('alertdialog').getByRole('button', { name, exact: true })
      await hand.tap(confirm)
      await confirm.waitFor({ state: 'detached' })
    },
    /** A draft that is based on what applies; it opens. */
    draftPolicy: async (name: string) => {
      await goTo('Polityki dostępności')
      await hand.tap(button('Nowa wersja').first())
      const dialog = page.getByRole('dialog', { name: 'Nowa wersja' })
      await dialog.getByRole('textbox', { name: 'Nazwa' }).fill(name)
      await hand.tap(dialog.getByRole('button', { name: 'Utwórz szkic' }))
      await page.getByRole('heading', { level: 1, name: new RegExp(name) }).waitFor()
    },
    /** A rule of the open draft: so many pieces of one article always stay on display. */
    keepOnDisplay: async (sku: string, pieces: number) => {
      await hand.tap(button('Dodaj regułę').first())
      const dialog = page.getByRole('dialog', { name: 'Dodaj regułę' })
      await hand.choose(/^jeden artykuł$/, dialog)
      // A whole SKU counts as it is typed.
      const article = dialog.getByRole('combobox', { name: 'Artykuł' })
      await article.fill(sku)
      await article.press('Tab')
      await dialog.getByRole('textbox', { name: /^Zapas ekspozycyjny/ }).fill(String(pieces))
      await hand.tap(dialog.getByRole('button', { name: 'Zapisz' }))
      await dialog.waitFor({ state: 'detached' })
      await page.getByRole('table', { name: 'Reguły' }).getByText(sku).waitFor()
    },
    /** Sends a file of adjustments by pasting its text. */
    pasteAdjustments: async (csv: string) => {
      const dialog = page.getByRole('dialog', { name: /^Import CSV/ })
      if (!(await dialog.isVisible())) {
        await openPapers('Korekty')
        await hand.tap(button('Import CSV'))
      }
      await dialog.getByRole('textbox', { name: 'albo wklej jego treść' }).fill(csv)
      await hand.tap(dialog.getByRole('button', { name: 'Importuj', exact: true }))
    },
    /** Rows and columns of the errors of the file that was refused, as `3 sku`. */
    csvErrors: async (): Promise<string[]> => {
      const table = page.getByRole('table', { name: 'Błędy w pliku' })
      await table.waitFor()
      const rows = await table.getByRole('row').allInnerTexts()
      return rows.slice(1).map((text) => text.split(/\s+/).slice(0, 2).join(' '))
    },
  }
}
