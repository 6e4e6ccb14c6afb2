import type { Locator } from 'playwright-core'
import { expect } from 'vitest'
import type { Office } from './office.ts'

export type OfficePrices = ReturnType<typeof openOfficePrices>

/** A file of rows, as it lies on the merchandiser's computer. */
const fileOf = (name: string, rows: readonly string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(rows.join('\n')),
})

/** The office's screens of prices: lists, exceptions, changes, dynamic pricing. */
export function openOfficePrices({ page, hand, goTo }: Office) {
  const button = (name: string | RegExp, within: Locator = page.locator('body')) =>
    within.getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) })
  const dialog = (name: string | RegExp) => page.getByRole('dialog', { name })
  const rowOf = (text: string) => page.getByRole('row').filter({ hasText: text })
  const cellOf = (sku: string) => button(new RegExp(`^Zmień cenę ${sku}:`))
  /** One of a few, by the label of its field. */
  const choose = async (field: RegExp, option: string | RegExp, within?: Locator) => {
    await hand.tap(button(field, within).first())
    await hand.tap(page.getByRole('option', { name: option }).first())
  }
  const openTab = async (tab: string) => {
    await goTo('Ceny')
    if (tab !== 'Ceny') await hand.tap(page.getByRole('tab', { name: tab, exact: true }))
    await page.getByRole('heading', { level: 1, name: tab, exact: true }).waitFor()
  }
  /** Presses a button of an open dialog and waits until that is done and gone. */
  const finish = async (open: Locator, name: string) => {
    await hand.tap(button(name, open))
    await open.waitFor({ state: 'detached' })
  }
  /** From which moment on (of a field of day and time); left out: now. */
  const fillWhen = async (within: Locator, from: string | undefined) => {
    if (from === undefined) return
    await hand.choose(/^Od chwili$/, within)
    await within.getByLabel('Dzień i godzina').fill(from)
  }
  /** A whole SKU counts as it is typed. */
  const nameArticle = async (within: Locator, label: string, sku: string) => {
    const field = within.getByRole('combobox', { name: label })
    await field.fill(sku)
    await field.press('Tab')
  }
  const addArticle = async (within: Locator, sku: string) => {
    await within.getByRole('combobox', { name: 'Dodaj artykuł' }).fill(sku)
    await hand.tap(button('Dodaj', within))
    await button(`Usuń: ${sku}`, within).waitFor()
  }
  return {
    page,
    hand,
    rowOf,
    dialog,
    openTab,
    /** The list of prices, as far as its SKUs have these characters. */
    findPrices: async (sku: string) => {
      await openTab('Ceny')
      await page.getByRole('searchbox', { name: 'Nazwa albo SKU' }).fill(sku)
      await page.waitForURL((url) => url.searchParams.get('q') === sku)
      await cellOf(sku).waitFor()
    },
    /** Click, type, Enter. */
    typePrice: async (sku: string, price: string) => {
      await hand.tap(cellOf(sku))
      await page.keyboard.type(price)
      await page.keyboard.press('Enter')
    },
    /** Publishes what was typed. */
    publishEdits: async (why: string, from?: string) => {
      await hand.tap(button('Opublikuj'))
      const open = dialog('Opublikuj zmienione ceny')
      await open.getByRole('textbox', { name: 'Powód' }).fill(why)
      await fillWhen(open, from)
      await finish(open, 'Opublikuj')
      await page.getByText('Opublikowano ceny', { exact: true }).first().waitFor()
    },
    /** A list of one channel; it opens beside the others. */
    makeList: async (name: string, english: string, channel: string) => {
      await openTab('Cenniki')
      await hand.tap(button('Nowy cennik').first())
      const open = dialog('Nowy cennik')
      await open.getByRole('textbox', { name: 'Nazwa po polsku' }).fill(name)
      await open.getByRole('textbox', { name: 'Nazwa po angielsku' }).fill(english)
      await choose(/Kanał/, channel, open)
      await open.getByText('Będzie wygrywać z: standard.').waitFor()
      await open.getByRole('textbox', { name: 'Powód' }).fill('inne ceny w internecie')
      await finish(open, 'Utwórz cennik')
    },
    /** A price of an article that the open list does not have yet. */
    addPrice: async (sku: string, price: string) => {
      await hand.tap(button('Dodaj cenę'))
      const open = dialog('Dodaj cenę')
      await nameArticle(open, 'Artykuł', sku)
      await open.getByRole('textbox', { name: 'Cena' }).fill(price)
      await finish(open, 'Dodaj')
    },
    /** Fills the form of an exception; answers what shoppers will read, as it is shown before anything is published. */
    draftException: async (wish: {
      readonly pl: string
      readonly en: string
      readonly percent: string
      readonly channel: string
      readonly sku: string
    }): Promise<string> => {
      await openTab('Wyjątki')
      await hand.tap(button('Nowy wyjątek').first())
      const open = dialog('Nowy wyjątek')
      await open.getByRole('textbox', { name: 'Powód po polsku' }).fill(wish.pl)
      await open.getByRole('textbox', { name: 'Powód po angielsku' }).fill(wish.en)
      await open.getByRole('textbox', { name: 'Procent' }).fill(wish.percent)
      await hand.tap(open.getByRole('checkbox', { name: wish.channel }).locator('xpath=ancestor::label'))
      await addArticle(open, wish.sku)
      await open.getByRole('textbox', { name: 'Powód', exact: true }).fill('program sklepu internetowego')
      return open.getByRole('figure', { name: 'To przeczyta klient' }).innerText()
    },
    publishException: () => finish(dialog('Nowy wyjątek'), 'Opublikuj'),
    withdrawException: async (reason: string, why: string) => {
      await openTab('Wyjątki')
      await hand.tap(rowOf(reason))
      await hand.tap(button('Wycofaj'))
      const open = dialog('Wycofać wyjątek?')
      await open.getByRole('textbox', { name: 'Powód' }).fill(why)
      await finish(open, 'Wycofaj')
    },
    /** Works out what so many percent would do to one article. */
    previewBulk: async (sku: string, percent: string, why: string, from: string) => {
      await openTab('Ceny')
      await hand.tap(button('Zmień wiele cen'))
      const main = page.getByRole('main')
      await page.getByRole('heading', { level: 1, name: 'Zmień wiele cen' }).waitFor()
      await hand.choose(/^jeden artykuł$/)
      await nameArticle(main, 'Artykuł', sku)
      await main.getByRole('textbox', { name: 'Procent' }).fill(percent)
      await main.getByRole('textbox', { name: 'Powód' }).fill(why)
      await fillWhen(main, from)
      await hand.tap(button('Policz'))
      await page.getByRole('table', { name: 'Największe zmiany' }).waitFor()
    },
    publishBulk: async () => {
      await hand.tap(button('Opublikuj'))
      await page.getByText('Opublikowano ceny', { exact: true }).first().waitFor()
    },
    /** Scans a label and an article, and hangs the one at the other in this store. */
    hangLabel: async (label: string, gtin: string, sku: string, store: string) => {
      await openTab('Etykiety')
      await hand.tap(button('Powieś etykietę').first())
      const open = dialog('Powieś etykietę')
      await choose(/Miejsce/, store, open)
      await hand.scan(label)
      await hand.scan(gtin)
      await expect.poll(() => open.getByRole('combobox', { name: 'Artykuł' }).inputValue()).toBe(sku)
      await hand.tap(button('Powieś etykietę', open))
      await page.getByText(`${label} wisi przy ${sku}`).first().waitFor()
      await finish(open, 'Gotowe')
    },
    /** What is open beside the list of labels. */
    labelPeek: (label: string) => page.getByRole('complementary', { name: `Etykieta ${label}` }),
    takeLabelDown: async (label: string) => {
      await hand.tap(button(`Zdejmij: ${label}`))
      await finish(page.getByRole('alertdialog', { name: `Zdjąć etykietę ${label}?` }), 'Zdejmij')
    },
    /** Takes planned prices back, from the list of what waits for its moment. */
    cancelPlanned: async (why: string) => {
      await openTab('Wersje')
      await choose(/Wersje/, 'Zaplanowane', page.getByRole('search'))
      await hand.tap(button(`Odwołaj: ${why}`))
      const open = page.getByRole('alertdialog', { name: 'Odwołać zaplanowane ceny?' })
      await finish(open, 'Odwołaj')
    },
    /** Sends a file of prices to be checked. */
    checkFile: async (rows: readonly string[], why: string) => {
      if ((await page.getByRole('heading', { level: 1 }).innerText()) !== 'Wczytaj CSV') {
        await openTab('Ceny')
        await hand.tap(button('Wczytaj CSV'))
        await page.getByRole('heading', { level: 1, name: 'Wczytaj CSV' }).waitFor()
      }
      // Below it stands the same field for costs.
      await page.getByLabel('Plik CSV').first().setInputFiles(fileOf('ceny.csv', rows))
      await page.getByRole('textbox', { name: 'Powód' }).fill(why)
      await hand.tap(button('Sprawdź plik'))
    },
    publishChange: async (why: string) => {
      await page.getByRole('heading', { level: 1, name: new RegExp(why) }).waitFor()
      await hand.tap(button('Opublikuj'))
      await page.getByText('Opublikowano ceny', { exact: true }).first().waitFor()
    },
    /** Sends a file of what competitors ask. */
    importCompetitors: async (rows: readonly string[]) => {
      if ((await page.getByRole('heading', { level: 1 }).innerText()) !== 'Ceny konkurencji') {
        await openTab('Reguły')
        await hand.tap(button('Ceny konkurencji'))
        await page.getByRole('heading', { level: 1, name: 'Ceny konkurencji' }).waitFor()
      }
      await page.getByLabel('Plik CSV').setInputFiles(fileOf('konkurencja.csv', rows))
      await hand.tap(button('Wczytaj'))
    },
    /** Rows and columns of the errors of the file that was refused, as `3 sku`. */
    csvErrors: async (): Promise<string[]> => {
      const table = page.getByRole('table', { name: 'Co jest nie tak' })
      await table.waitFor()
      const rows = await table.getByRole('row').allInnerTexts()
      return rows.slice(1).map((text) => text.split(/\s+/).slice(0, 2).join(' '))
    },
    /** A rule in the shadow that follows the cheapest competitor for these articles. */
    makeCompetitorRule: async (name: string, skus: readonly string[], undercut: string) => {
      await openTab('Reguły')
      await hand.tap(button('Nowa reguła').first())
      const open = dialog('Nowa reguła')
      await open.getByRole('textbox', { name: 'Nazwa' }).fill(name)
      for (const sku of skus) await addArticle(open, sku)
      await choose(/Dodaj czynnik/, 'Cena konkurencji', open)
      await open.getByRole('textbox', { name: 'Taniej o' }).fill(undercut)
      await hand.choose(/^wolno niżej/, open)
      await finish(open, 'Zapisz')
    },
    letOut: async (name: string) => {
      await openTab('Reguły')
      await hand.tap(rowOf(name))
      const open = dialog('Zmień regułę')
      await hand.choose(/^na żywo/, open)
      await finish(open, 'Zapisz')
    },
    runRules: async () => {
      await hand.tap(button('Policz teraz'))
      await page
        .getByText(/w propozycjach$/)
        .first()
        .waitFor()
    },
    openProposals: async (state?: string) => {
      await openTab('Propozycje')
      if (state !== undefined) await choose(/^Stan|Do decyzji/, state, page.getByRole('search'))
    },
    chooseProposal: (sku: string) =>
      hand.tap(rowOf(sku).getByRole('checkbox').locator('xpath=ancestor::label')),
    approve: async () => {
      await hand.tap(button('Zatwierdź (1)'))
      await page.getByText('Wprowadzono ceny', { exact: true }).waitFor()
    },
    reject: async (why: string) => {
      await hand.tap(button('Odrzuć (1)'))
      const open = dialog('Odrzuć (1)')
      await open.getByRole('textbox', { name: 'Powód' }).fill(why)
      await finish(open, 'Odrzuć (1)')
    },
  }
}
