import '../shop.css'
import './modes.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Kiosk } from './Kiosk.tsx'

const root = document.getElementById('root')
if (!root) throw new Error('kiosk.html has an element #root')
createRoot(root).render(
  <StrictMode>
    <Kiosk />
  </StrictMode>,
)
