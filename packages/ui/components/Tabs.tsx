import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components/Tabs'
import { useChosenInView } from './in-view.ts'
import css from './Tabs.module.css'

export type TabItem<K extends string> = Readonly<{
  id: K
  label: ReactNode
  badge?: ReactNode
  content?: ReactNode
  href?: string
}>

export type TabsProps<K extends string> = Readonly<{
  label: string
  tabs: ReadonlyArray<TabItem<K>>
  value: K
  onChange: (value: K) => void
  /** Absent contents are drawn by the page itself: tabs as saved views over one table. */
  children?: ReactNode
}>

export function Tabs<K extends string>({ label, tabs, value, onChange, children }: TabsProps<K>) {
  const list = useChosenInView<HTMLDivElement>(value)
  return (
    <AriaTabs
      selectedKey={value}
      onSelectionChange={(key) => {
        const chosen = tabs.find((tab) => tab.id === key)
        if (chosen) onChange(chosen.id)
      }}
      className={css.tabs}
    >
      <TabList ref={list} aria-label={label} className={css.list}>
        {tabs.map((tab) => (
          <Tab key={tab.id} id={tab.id} className={css.tab} {...(tab.href && { href: tab.href })}>
            {tab.label}
            {tab.badge}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.id} id={tab.id} className={css.panel}>
          {tab.content ?? (tab.id === value ? children : null)}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
