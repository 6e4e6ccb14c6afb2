import { Check, X } from 'lucide-react'
import { useCallback, useMemo, useRef, useState, type ReactNode } from 'react'
import { pickupStores } from '../api/browse.ts'
import type { StoreOfList } from '../api/types.ts'
import { setMyStore, useMyStore } from '../memory/my-store.ts'
import { useT } from '../words/index.ts'
import { useReady } from '../words/use-ready.ts'
import { usePiecesWords } from '../words/use-pieces.ts'
import { StoreChooserContext, type OpenStoreChooser, type StoreQuestion } from './store-chooser.ts'
import css from './StoreChooser.module.css'
import { storesMatching } from './stores-matching.ts'
import { useShop } from '../routing.ts'

/** Gives everything below it a way to choose "my store". */
export function StoreChooser({ children }: Readonly<{ children: ReactNode }>) {
  const t = useT('shell')
  const { api } = useShop()
  const dialog = useRef<HTMLDialogElement>(null)
  const [question, setQuestion] = useState<StoreQuestion>({})
  const [stores, setStores] = useState<readonly StoreOfList[] | null>(null)
  const [typed, setTyped] = useState('')
  const mine = useMyStore()

  const open = useCallback<OpenStoreChooser>(
    (asked = {}) => {
      setQuestion(asked)
      setTyped('')
      dialog.current?.showModal()
      // Promises run on: the list is read anew every time, the old one stays in view meanwhile.
      void pickupStores(api).then(setStores, () => setStores((known) => known ?? []))
    },
    [api],
  )
  const choose = (store: StoreOfList) => {
    setMyStore({ id: store.id, name: store.name })
    dialog.current?.close()
    question.chosen?.(store.id)
  }
  const { piecesAt } = question
  const shown = useMemo(() => {
    const found = storesMatching(stores ?? [], typed)
    if (!piecesAt) return found
    return found.toSorted((a, b) => Number(piecesAt(b.id) > 0) - Number(piecesAt(a.id) > 0))
  }, [stores, typed, piecesAt])
  return (
    <StoreChooserContext value={open}>
      {children}
      <dialog ref={dialog} className={css.dialog} aria-labelledby="choose-store" closedby="any">
        <div className={css.head}>
          <h2 id="choose-store">{t('chooseStore')}</h2>
          <button
            type="button"
            className={css.close}
            aria-label={t('close')}
            onClick={() => dialog.current?.close()}
          >
            <X aria-hidden />
          </button>
        </div>
        <input
          type="search"
          className={css.filter}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          aria-label={t('storeFilter')}
          placeholder={t('storeFilter')}
          autoComplete="off"
        />
        <output className={css.none}>
          {stores === null ? t('loading') : shown.length === 0 ? t('noStore', { text: typed }) : ''}
        </output>
        <ul className={css.list}>
          {shown.map((store) => (
            <li key={store.id}>
              <button
                type="button"
                className={css.store}
                aria-pressed={store.id === mine?.id}
                onClick={() => choose(store)}
              >
                <StoreWords store={store} pieces={piecesAt?.(store.id)} />
                {store.id === mine?.id && <Check aria-hidden />}
              </button>
            </li>
          ))}
        </ul>
        {mine && (
          <button
            type="button"
            className={css.forget}
            onClick={() => {
              setMyStore(null)
              dialog.current?.close()
            }}
          >
            {t('forget')}
          </button>
        )}
      </dialog>
    </StoreChooserContext>
  )
}

function StoreWords({ store, pieces }: Readonly<{ store: StoreOfList; pieces: number | undefined }>) {
  const t = useT('shell')
  const ts = useT('stock')
  const ready = useReady()
  const count = usePiecesWords()
  return (
    <span className={css.words}>
      <span className={css.name}>{store.name}</span>
      <span className={css.address}>
        {store.address.street}, {store.city}
      </span>
      <span className={css.ready}>
        {pieces !== undefined && (
          <>
            <strong className={pieces > 0 ? css.open : css.shut}>{count(pieces)}</strong>
            {' · '}
          </>
        )}
        <span className={store.openNow ? css.open : css.shut}>{store.openNow ? t('open') : t('closed')}</span>
        {pieces !== 0 && store.readyBy && ` · ${ts('readyBy', { when: ready(store.readyBy) })}`}
      </span>
    </span>
  )
}
