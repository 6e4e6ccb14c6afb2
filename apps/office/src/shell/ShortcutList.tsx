import { Dialog, Switch } from '@splot/ui'
import { useMay } from '../page/names.tsx'
import { useT } from '../words/index.ts'
import { pages } from './pages.ts'
import page from '../page/page.module.css'
import css from './shell.module.css'

type Props = Readonly<{
  isOpen: boolean
  onOpenChange: (open: boolean) => void
  on: boolean
  onToggle: (on: boolean) => void
}>

/** What every key does, and the switch that silences the single letters. */
export function ShortcutList({ isOpen, onOpenChange, on, onToggle }: Props) {
  const t = useT('shortcuts')
  const nav = useT('nav')
  const may = useMay()
  const everywhere = [
    { keys: ['Ctrl', 'K'], words: t('palette') },
    { keys: ['/'], words: t('search') },
    { keys: ['R'], words: t('refresh') },
    { keys: ['?'], words: t('help') },
  ]
  const lists = [
    { keys: ['J', 'K'], words: t('rows') },
    { keys: ['Enter'], words: t('open') },
    { keys: ['Esc'], words: t('close') },
  ]
  const go = pages
    .filter(({ permission }) => permission === null || may(permission))
    .map(({ id, key }) => ({ keys: ['G', key.toUpperCase()], words: nav(id) }))
  return (
    <Dialog title={t('title')} isOpen={isOpen} onOpenChange={onOpenChange} size="l">
      <div className={page.form}>
        <div>
          <Switch isSelected={on} onChange={onToggle}>
            {t('on')}
          </Switch>
          <p className={page.small}>{t('onHint')}</p>
        </div>
        <div className={css.keyColumns}>
          <KeyGroup title={t('go')} rows={go} />
          <div className={page.stack}>
            <KeyGroup title={t('everywhere')} rows={everywhere} />
            <KeyGroup title={t('lists')} rows={lists} />
          </div>
        </div>
      </div>
    </Dialog>
  )
}

type KeyRow = Readonly<{ keys: readonly string[]; words: string }>

function KeyGroup({ title, rows }: Readonly<{ title: string; rows: readonly KeyRow[] }>) {
  return (
    <section>
      <h3 className={css.keyTitle}>{title}</h3>
      <dl className={css.keys}>
        {rows.map(({ keys, words }) => (
          <div key={words}>
            <dt>{words}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key} className={page.kbd}>
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
