import '@splot/ui/fonts.css'
import '@splot/ui/tokens.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { applyStoredTheme, detectBrowserLocale, LocaleProvider, ToastRegion } from '@splot/ui'
import { queryClient } from './api/client.ts'
import { router } from './routes.tsx'

applyStoredTheme()
const initial = detectBrowserLocale()
document.documentElement.lang = initial
const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

createRoot(root).render(
  <StrictMode>
    <LocaleProvider initial={initial} onChange={(locale) => (document.documentElement.lang = locale)}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
        <ToastRegion />
      </QueryClientProvider>
    </LocaleProvider>
  </StrictMode>,
)
