/** What Vite needs of the plugin, said structurally so that the kit does not depend on Vite. */
type LoadPlugin = Readonly<{ name: string; enforce: 'pre'; load: (id: string) => string | null }>

/**
 * Drops the words React Aria brings for languages that Splot does not speak: about thirty languages, 9 kB of gzip.
 *
 *     plugins: [react(), onlyOurLanguages()]
 */
export function onlyOurLanguages(kept: readonly string[] = ['pl-PL', 'en-US']): LoadPlugin {
  const words =
    /[\\/]react-(?:aria|stately|aria-components)[\\/].*[\\/]intl[\\/].*?([a-z]{2}-[A-Z]{2})\.m?js$/
  return {
    name: 'splot:only-our-languages',
    enforce: 'pre',
    load(id) {
      const language = words.exec(id.split('?')[0] ?? '')?.[1]
      return language === undefined || kept.includes(language) ? null : 'export default {}'
    },
  }
}
