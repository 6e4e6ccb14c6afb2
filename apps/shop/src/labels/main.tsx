import '../shop.css'
import { LocaleProvider, ShelfLabel, useFormat } from '@splot/ui'
import { StrictMode, useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import css from './labels.module.css'

/** How often the double is asked what hangs on the shelves. */
const LOOK_EVERY_MS = 1_000

/** What stands on a label; amounts are minor units. */
interface Picture {
  readonly gtin: string
  readonly name: string
  readonly currency: string
  readonly price: number
  readonly regular: number | null
  readonly omnibusMin: number | null
  readonly beforeFirst?: boolean
  readonly perUnit: { readonly price: number; readonly per: string } | null
  readonly reasons: readonly string[]
  readonly version: number
}

/** What the double of the label gateway tells of a label. */
interface Hanging extends Picture {
  readonly deviceId: string
  readonly next: (Picture & { readonly validFrom: string }) | null
  readonly refreshes: number
}

/** The shelf labels of the demo as they look now, for people who have none at hand. */
function Labels() {
  const labels = useLabels()
  const format = useFormat()
  return (
    <main className={css.page}>
      <h1>Etykiety na półkach</h1>
      <p className={css.lead}>
        Tak wyglądają teraz elektroniczne etykiety w bramce demonstracyjnej. Zmieniają się same, w chwili
        wejścia ceny w życie: następny obraz czeka w bramce.
      </p>
      {labels?.length === 0 && <p>Żadna etykieta jeszcze niczego nie pokazuje.</p>}
      <ul className={css.shelf}>
        {labels?.map((label) => (
          <li key={label.deviceId} data-device={label.deviceId}>
            <Drawn picture={label} />
            <p className={css.device}>
              {label.deviceId} · wersja cen {label.version} · rysowana {label.refreshes}×
            </p>
            {label.next && (
              <details className={css.next}>
                <summary>Od {format.date(label.next.validFrom, 'datetime')} pokaże</summary>
                <Drawn picture={label.next} />
              </details>
            )}
          </li>
        ))}
      </ul>
    </main>
  )
}

function Drawn({ picture }: { readonly picture: Picture }) {
  const money = (minor: number) => ({ minor, currency: picture.currency })
  return (
    <ShelfLabel
      name={picture.name}
      gtin={picture.gtin}
      price={money(picture.price)}
      regular={picture.regular === null ? null : money(picture.regular)}
      beforeFirst={picture.beforeFirst}
      lowest30Days={picture.omnibusMin === null ? null : money(picture.omnibusMin)}
      unitPrice={picture.perUnit && { price: money(picture.perUnit.price), per: picture.perUnit.per }}
      reasons={picture.reasons}
    />
  )
}

function useLabels(): readonly Hanging[] | null {
  const [labels, setLabels] = useState<readonly Hanging[] | null>(null)
  useEffect(() => {
    const look = async () => {
      const answer = await fetch('/dev/labels/all').catch(() => null)
      if (!answer?.ok) return
      // The double's own shape, see fakes/labels.
      const { items } = (await answer.json()) as { items: readonly Hanging[] }
      setLabels(items.toSorted((a, b) => (a.deviceId < b.deviceId ? -1 : 1)))
    }
    void look()
    const timer = setInterval(() => void look(), LOOK_EVERY_MS)
    return () => clearInterval(timer)
  }, [])
  return labels
}

const root = document.getElementById('root')
if (!root) throw new Error('labels.html has an element #root')
createRoot(root).render(
  <StrictMode>
    <LocaleProvider>
      <Labels />
    </LocaleProvider>
  </StrictMode>,
)
